// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;

/**
 * This library around a plain {@code TreeMap}, for ordered data. A reader sees a batch whole, also
 * within one range, and never waits. A batch costs its ops twice and a copy of its arrays; garbage:
 * a boxed id for each op and read, and two nodes for each new id.
 */
final class LeftRightTreeStrategy<V> implements OrderedStrategy<V> {
    private final LeftRight<TreeMap<Long, V>> map = LeftRight.create(new TreeMap<>(), TreeMap::new);

    @Override
    public @Nullable V get(long id) {
        return map.<@Nullable V>read(state -> state.get(id));
    }

    @Override
    public @Nullable V floor(long id) {
        return map.<@Nullable V>read(
                state -> {
                    Map.Entry<Long, V> entry = state.floorEntry(id);
                    return entry == null ? null : entry.getValue();
                });
    }

    @Override
    public void range(long from, int count, Consumer<? super V> action) {
        map.read(
                state -> {
                    Ops.visitFirst(state.tailMap(from, true).values(), count, action);
                    return true;
                });
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        long[] keptIds = ids.clone(); // the op runs again, on the other side, perhaps later
        @Nullable V[] keptValues = values.clone();
        map.write(
                state -> {
                    Ops.apply(state, keptIds, keptValues);
                    return true;
                });
        map.refresh();
    }

    /** The replay on the other side, if a reader was in the way of it. */
    @Override
    public void settle() {
        if (!map.settle(Duration.ofSeconds(10))) {
            throw new IllegalStateException("a reader has held a side for ten seconds");
        }
    }
}
