// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.leftright.LeftRightLongMap;
import org.leftright.LeftRightMap;
import org.leftright.LongTable;
import org.leftright.LongWriteHandle;
import org.leftright.WriteHandle;

/**
 * A map whose gets are measured. Each peer has a loop of its own, so that its calls have one target
 * and are compiled into the loop.
 */
abstract class Peer {
    private static final Object VALUE = new Object();

    /** The name in the table. */
    final String label;

    private Peer(String label) {
        this.label = label;
    }

    /** Gets a range of the queries. Returns how many were found. */
    abstract int get(Queries queries, int from, int to);

    /** The peers of a kind of keys, filled with these; the library's map is the first of them. */
    static List<Peer> of(Keys kind, Object[] keys) {
        return kind.isLong()
                ? List.of(new LeftRightLong(keys), new Concurrent(keys), new VolatileLong(keys))
                : List.of(new LeftRightObject(keys), new Concurrent(keys), new VolatileHash(keys));
    }

    private static final class LeftRightLong extends Peer {
        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();

        LeftRightLong(Object[] keys) {
            super("LeftRightLongMap");
            LongWriteHandle<Object> writer = map.writer();
            for (Object key : keys) {
                writer.put((Long) key, VALUE);
            }
            writer.refresh();
        }

        @Override
        int get(Queries queries, int from, int to) {
            long[] ids = queries.ids;
            int found = 0;
            for (int i = from; i < to; i++) {
                found += map.get(ids[i]) != null ? 1 : 0;
            }
            return found;
        }
    }

    private static final class VolatileLong extends Peer {
        private volatile LongTable<Object> table = new LongTable<>();

        VolatileLong(Object[] keys) {
            super("LongTable behind a volatile reference");
            LongTable<Object> filled = new LongTable<>();
            for (Object key : keys) {
                filled.put((Long) key, VALUE);
            }
            table = filled;
        }

        @Override
        int get(Queries queries, int from, int to) {
            long[] ids = queries.ids;
            int found = 0;
            for (int i = from; i < to; i++) {
                found += table.get(ids[i]) != null ? 1 : 0;
            }
            return found;
        }
    }

    private static final class LeftRightObject extends Peer {
        private final LeftRightMap<Object, Object> map = LeftRightMap.create();

        LeftRightObject(Object[] keys) {
            super("LeftRightMap");
            WriteHandle<Object, Object> writer = map.writer();
            for (Object key : keys) {
                writer.put(key, VALUE);
            }
            writer.refresh();
        }

        @Override
        int get(Queries queries, int from, int to) {
            Object[] keys = queries.keys;
            int found = 0;
            for (int i = from; i < to; i++) {
                found += map.get(keys[i]) != null ? 1 : 0;
            }
            return found;
        }
    }

    private static final class VolatileHash extends Peer {
        private volatile Map<Object, Object> table = Map.of();

        VolatileHash(Object[] keys) {
            super("HashMap behind a volatile reference");
            HashMap<Object, Object> filled = new HashMap<>();
            for (Object key : keys) {
                filled.put(key, VALUE);
            }
            table = filled;
        }

        @Override
        int get(Queries queries, int from, int to) {
            Object[] keys = queries.keys;
            int found = 0;
            for (int i = from; i < to; i++) {
                found += table.get(keys[i]) != null ? 1 : 0;
            }
            return found;
        }
    }

    /** Long ids are boxed by the caller of such a map: at each get, as they come. */
    private static final class Concurrent extends Peer {
        private final ConcurrentHashMap<Object, Object> map = new ConcurrentHashMap<>();

        Concurrent(Object[] keys) {
            super("ConcurrentHashMap");
            for (Object key : keys) {
                map.put(key, VALUE);
            }
        }

        @Override
        int get(Queries queries, int from, int to) {
            return queries.keys.length > 0
                    ? getKeys(queries.keys, from, to)
                    : getIds(queries.ids, from, to);
        }

        private int getKeys(Object[] keys, int from, int to) {
            int found = 0;
            for (int i = from; i < to; i++) {
                found += map.get(keys[i]) != null ? 1 : 0;
            }
            return found;
        }

        private int getIds(long[] ids, int from, int to) {
            int found = 0;
            for (int i = from; i < to; i++) {
                found += map.get(ids[i]) != null ? 1 : 0;
            }
            return found;
        }
    }
}
