// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A side map of deltas: a base that stays as it is, and over it a small map of what has changed
 * since, both behind one volatile reference. A read looks into the side map first, and mostly into
 * the base too. A reader sees a batch whole and never waits. A batch costs a copy of the side map,
 * and a merge into a copy of the base once the side map holds a sixteenth as many ids; all copied
 * from is garbage.
 */
final class OverlayStrategy<V> implements Strategy<V> {
    /**
     * The share at which the side map is merged: merges are rarer with a larger one, copies longer.
     */
    private static final int MERGE_SHARE = 16;

    /** The side map's value of an id that has been taken away. */
    private static final Object REMOVED = new Object();

    private record Layers<V>(Long2ObjectHashMap<V> base, Long2ObjectHashMap<Object> overlay) {}

    private volatile Layers<V> layers = new Layers<>(Ops.newAgronaMap(), Ops.newAgronaMap());

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(long id) {
        Layers<V> layers = this.layers;
        Object changed = layers.overlay.get(id);
        if (changed == null) {
            return layers.base.get(id);
        }
        return changed == REMOVED ? null : (V) changed;
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        Long2ObjectHashMap<V> base = layers.base;
        Long2ObjectHashMap<Object> overlay = new Long2ObjectHashMap<>(layers.overlay);
        for (int i = 0; i < ids.length; i++) {
            V value = values[i];
            overlay.put(ids[i], value != null ? value : REMOVED);
        }
        layers =
                overlay.size() < base.size() / MERGE_SHARE
                        ? new Layers<>(base, overlay)
                        : new Layers<>(merged(base, overlay), Ops.newAgronaMap());
    }

    @SuppressWarnings("unchecked")
    private static <V> Long2ObjectHashMap<V> merged(
            Long2ObjectHashMap<V> base, Long2ObjectHashMap<Object> overlay) {
        Long2ObjectHashMap<V> merged = new Long2ObjectHashMap<>(base);
        overlay.forEachLong(
                (id, changed) -> Ops.apply(merged, id, changed == REMOVED ? null : (V) changed));
        return merged;
    }
}
