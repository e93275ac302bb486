// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar HandlesBenchmark -f 3
package org.leftright.bench;

import java.util.ArrayList;
import java.util.List;
import org.leftright.LeftRightLongMap;
import org.leftright.LongReadHandle;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a refresh costs more for each registered read handle: it looks at the epoch of each. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class HandlesBenchmark extends ShortRuns {
    @Param({"10", "1000", "10000"})
    int handles;

    private final LeftRightLongMap<Object> map = LeftRightLongMap.create();
    private final List<LongReadHandle<Object>> readers = new ArrayList<>();
    private int turn;

    /** Registers the handles; each has read once. */
    @Setup
    public void register() {
        Ids.SEQUENTIAL.fill(LongPeer.of(map), 1000);
        for (int i = 0; i < handles; i++) {
            LongReadHandle<Object> reader = map.reader();
            reader.read(view -> view.get(1));
            readers.add(reader);
        }
    }

    /** Gives them back. */
    @TearDown
    public void close() {
        readers.forEach(LongReadHandle::close);
    }

    /** One put, and its refresh. */
    @Benchmark
    public long refresh() {
        LongWriteHandle<Object> writer = map.writer();
        writer.put(1, Ids.value(turn++));
        return writer.refresh();
    }
}
