// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Gets with long keys; which map is for the benchmark that extends this. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public abstract class LongGets extends ShortRuns {
    private LongPeer peer;

    abstract LongPeer.Kind kind();

    /** Fills the map. */
    @Setup
    public void fill(LongQueries queries) {
        peer = LongPeer.create(kind());
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
