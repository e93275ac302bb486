// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 64 tables, each under a {@code StampedLock} of its own that is held for one op at a time: a
 * reader sees a batch half applied, and waits for one op at most. A batch costs its ops and as many
 * locks, and makes no garbage but for growth.
 */
final class ShardedStrategy<V> implements Strategy<V> {
    private static final int SHARD_BITS = 6;

    private final StampedLockStrategy<V>[] shards;

    @SuppressWarnings({"unchecked", "rawtypes"})
    ShardedStrategy() {
        shards = new StampedLockStrategy[1 << SHARD_BITS];
        Arrays.setAll(shards, i -> new StampedLockStrategy<>());
    }

    /** Uses other bits than those by which the table inside finds its slot. */
    private StampedLockStrategy<V> shardOf(long id) {
        long mixed = (id ^ id >>> 32) * 0xD6E8FEB86659FD93L;
        return shards[(int) (mixed >>> (Long.SIZE - SHARD_BITS))];
    }

    @Override
    public @Nullable V get(long id) {
        return shardOf(id).get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        for (int i = 0; i < ids.length; i++) {
            shardOf(ids[i]).apply(ids[i], values[i]);
        }
    }
}
