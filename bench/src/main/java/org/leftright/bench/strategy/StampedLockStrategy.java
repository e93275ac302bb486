// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.leftright.LongTable;

/**
 * One table under a {@code StampedLock}: a reader reads without locking, and if a batch raced,
 * again under the lock: it sees a batch whole, and waits for its end. A batch costs its ops, and
 * makes no garbage but for growth.
 *
 * <p>The table is this library's, since its reads end and at worst throw or return rubbish while
 * another thread changes it. A HashMap's promise nothing there: they may loop for ever, or fail in
 * a cast.
 */
final class StampedLockStrategy<V> implements Strategy<V> {
    private final StampedLock lock = new StampedLock();
    private final LongTable<V> table = new LongTable<>();

    @Override
    public @Nullable V get(long id) {
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0) {
            try {
                V value = table.get(id);
                if (lock.validate(stamp)) {
                    return value;
                }
            } catch (IndexOutOfBoundsException raced) {
                // With a growth of the table. The read below does not.
            }
        }
        stamp = lock.readLock();
        try {
            return table.get(id);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        long stamp = lock.writeLock();
        try {
            for (int i = 0; i < ids.length; i++) {
                change(ids[i], values[i]);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** One op under the lock. */
    void apply(long id, @Nullable V value) {
        long stamp = lock.writeLock();
        try {
            change(id, value);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private void change(long id, @Nullable V value) {
        if (value != null) {
            table.put(id, value);
        } else {
            table.remove(id);
        }
    }
}
