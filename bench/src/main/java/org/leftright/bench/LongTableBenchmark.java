// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar LongTableBenchmark -p n=100000 -p ids=RANDOM
package org.leftright.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Gets with long keys of the library's map and table, and of their peers; nothing else goes on. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class LongTableBenchmark extends ShortRuns {
    @Param LongPeer.Kind map;

    private LongPeer peer;

    /** Fills the map. */
    @Setup
    public void fill(LongQueries queries) {
        peer = LongPeer.create(map);
        queries.ids.fill(peer, queries.n);
    }

    /** One get of a key that is there. */
    @Benchmark
    @OperationsPerInvocation(LongQueries.GETS)
    public void hit(LongQueries.Position position, Blackhole blackhole) {
        getAll(position.hits, position, blackhole);
    }

    /** One get of a key that is not there. */
    @Benchmark
    @OperationsPerInvocation(LongQueries.GETS)
    public void miss(LongQueries.Position position, Blackhole blackhole) {
        getAll(position.misses, position, blackhole);
    }

    private void getAll(long[] keys, LongQueries.Position position, Blackhole blackhole) {
        LongPeer.Getter getter = peer.getter();
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            blackhole.consume(getter.get(keys[i]));
        }
    }
}
