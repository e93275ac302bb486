// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A HashMap under one {@code ReentrantReadWriteLock}: a reader sees a batch whole, and waits for
 * its end; each read writes the lock's counter twice. A batch costs its ops; garbage: a boxed id
 * for each op and read, and a node for each new id.
 */
final class ReadWriteLockStrategy<V> implements Strategy<V> {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Long, V> map = new HashMap<>();

    @Override
    public @Nullable V get(long id) {
        lock.readLock().lock();
        try {
            return map.get(id);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        lock.writeLock().lock();
        try {
            Ops.apply(map, ids, values);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
