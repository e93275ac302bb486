// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightLongMap;
import org.leftright.LongWriteHandle;

/**
 * This library's map with long keys. A reader sees a batch whole and never waits. A batch costs its
 * ops twice, once for each side, and makes next to no garbage but for growth.
 */
final class LeftRightStrategy<V> implements Strategy<V> {
    private final LeftRightLongMap<V> map = LeftRightLongMap.create();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        map.writer().batch(writer -> apply(writer, ids, values));
    }

    private static <V> void apply(LongWriteHandle<V> writer, long[] ids, @Nullable V[] values) {
        for (int i = 0; i < ids.length; i++) {
            V value = values[i];
            if (value != null) {
                writer.put(ids[i], value);
            } else {
                writer.remove(ids[i]);
            }
        }
    }

    @Override
    public void load(long[] ids, V[] values) {
        LongWriteHandle<V> writer = map.writer();
        writer.load(
                ids.length,
                sink -> {
                    for (int i = 0; i < ids.length; i++) {
                        sink.accept(ids[i], values[i]);
                    }
                });
        writer.refresh();
        settle();
    }

    /** The replay on the other side, if a reader was in the way of it. */
    @Override
    public void settle() {
        if (!map.writer().settle(Duration.ofSeconds(10))) {
            throw new IllegalStateException("a reader has held a side for ten seconds");
        }
    }
}
