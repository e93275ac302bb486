// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link MapOperations} and {@link LongMapOperations} ought to return: the specification of a
 * left-right map, without sides, epochs or replays. Two maps, pending and live.
 */
public final class SpecifiedMap {
    private final Map<Integer, Integer> pending = new TreeMap<>();
    private Map<Integer, Integer> live = Map.of();
    private int opCount;
    private long version;

    /**
     * Puts a value. The value that is there already is no op: equal small numbers are one object.
     */
    public @Nullable Integer put(int key, int value) {
        Integer old = pending.put(key, value);
        if (old == null || old != value) {
            opCount++;
        }
        return old;
    }

    public @Nullable Integer remove(int key) {
        if (pending.containsKey(key)) {
            opCount++;
        }
        return pending.remove(key);
    }

    public long refresh() {
        if (opCount > 0) {
            live = new TreeMap<>(pending);
            opCount = 0;
            version++;
        }
        return version;
    }

    public int discard() {
        int count = opCount;
        pending.clear();
        pending.putAll(live);
        opCount = 0;
        return count;
    }

    public long batch(int first, int second) {
        put(1, first);
        put(2, second);
        return refresh();
    }

    public void batchAndFail(int first, int second) {
        throw new IllegalArgumentException("as intended");
    }

    public @Nullable Integer get(int key) {
        return live.get(key);
    }

    public boolean containsKey(int key) {
        return live.containsKey(key);
    }

    public int size() {
        return live.size();
    }

    public String readBoth() {
        return live.get(1) + ", " + live.get(2);
    }

    public String readBothByHandle() {
        return readBoth();
    }

    public String snapshot() {
        return readBoth();
    }

    /** The verifier knows a state again by this. */
    @Override
    public boolean equals(Object object) {
        return object instanceof SpecifiedMap other
                && pending.equals(other.pending)
                && live.equals(other.live)
                && opCount == other.opCount
                && version == other.version;
    }

    @Override
    public int hashCode() {
        return 31 * pending.hashCode() + live.hashCode() + opCount;
    }
}
