// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ops of a {@link LeftRightMap}: each is applied to the hidden side and recorded. */
final class MapOps<K, V> {
    private final Writer<Backing<K, V>> writer;
    private final MapOplog<K, V> oplog;

    MapOps(Writer<Backing<K, V>> writer, MapOplog<K, V> oplog) {
        this.writer = writer;
        this.oplog = oplog;
    }

    void reserve(int count) {
        oplog.reserve(count);
    }

    /** An entry of a bulk load: recorded by its number only. */
    void load(Backing<K, V> state, K key, V value) {
        // Counted first: from here on the batch cannot be undone by ops.
        oplog.loaded(1);
        state.put(key, state.hash(key), checked(state, value));
    }

    @Nullable V replace(Backing<K, V> state, K key, int hash, @Nullable V value) {
        if (value != null) {
            put(state, key, hash, value);
        } else if (state.containsKey(key, hash)) {
            remove(state, key, hash);
        }
        return value;
    }

    @Nullable V put(Backing<K, V> state, K key, int hash, V value) {
        oplog.reserve(1);
        if (!state.isAllOrNothing()) {
            state.containsKey(key, hash); // a key that cannot be compared fails here, harmlessly
        }
        V old;
        try {
            old = state.put(key, hash, value);
        } catch (Throwable t) {
            dropUnlessIntact(state);
            throw t;
        }
        oplog.put(key, hash, value);
        return old;
    }

    @Nullable V remove(Backing<K, V> state, Object key, int hash) {
        oplog.reserve(1);
        V old;
        try {
            old = state.remove(key, hash);
        } catch (Throwable t) {
            dropUnlessIntact(state);
            throw t;
        }
        oplog.remove(key, hash);
        return old;
    }

    void clear(Backing<K, V> state) {
        oplog.reserve(1);
        try {
            state.clear();
        } catch (Throwable t) {
            writer.dropHidden(RebuildReason.FAILED_OP);
            throw t;
        }
        oplog.cleared();
    }

    private void dropUnlessIntact(Backing<K, V> state) {
        if (!state.isAllOrNothing()) {
            writer.dropHidden(RebuildReason.FAILED_OP);
        }
    }

    V checked(Backing<K, V> state, V value) {
        return state.isAllOrNothing()
                ? Objects.requireNonNull(
                        value, "value: this map takes no null values; remove the key")
                : value;
    }
}
