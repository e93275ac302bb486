// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an {@link ObjectTable}, its log, and what makes one side equal to the other. The
 * fields are between padding, so that readers of one side's table do not suffer from the writer who
 * changes the size of the other's.
 */
abstract class ObjectTableFields<K, V> extends Padding {
    @Nullable Node<K, V>[] buckets;
    int size;
    final TouchLog log;

    ObjectTableFields(@Nullable Node<K, V>[] buckets, int size, TouchLog log) {
        this.buckets = buckets;
        this.size = size;
        this.log = log;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static <K, V> @Nullable Node<K, V>[] newBuckets(int capacity) {
        return new Node[capacity];
    }

    /**
     * Makes this table equal to the live one, index by index, if only logged indexes differ. This
     * is replay and discard in one. It calls no code of the user and may be repeated. It fails only
     * if a new array is needed and memory runs out; nothing has changed then.
     */
    final void copyTouched(ObjectTableFields<K, V> live) {
        @Nullable Node<K, V>[] from = live.buckets;
        @Nullable Node<K, V>[] to = buckets;
        if (from.length != to.length) {
            buckets = from.clone();
        } else if (log.isAll()) {
            System.arraycopy(from, 0, to, 0, from.length);
        } else {
            for (int k = 0; k < log.size(); k++) {
                int i = log.get(k);
                to[i] = from[i];
            }
        }
        size = live.size;
    }

    /**
     * Remembers what the pending ops have made of this table. The result stores that in a table
     * that is equal to the live one, once the log is as it was.
     */
    final Consumer<ObjectTableFields<K, V>> savepoint() {
        int savedSize = size;
        if (log.isAll()) {
            @Nullable Node<K, V>[] saved = buckets.clone();
            return table -> {
                table.buckets = saved;
                table.size = savedSize;
            };
        }
        @Nullable Node<K, V>[] saved = newBuckets(log.size());
        for (int k = 0; k < saved.length; k++) {
            saved[k] = buckets[log.get(k)];
        }
        return table -> {
            for (int k = 0; k < saved.length; k++) {
                table.buckets[log.get(k)] = saved[k];
            }
            table.size = savedSize;
        };
    }
}
