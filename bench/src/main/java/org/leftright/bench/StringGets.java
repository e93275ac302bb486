package org.leftright.bench;

import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.collections.Object2ObjectHashMap;
import org.eclipse.collections.impl.map.mutable.UnifiedMap;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightMap;
import org.leftright.ObjectTable;

/** A map with String keys, as the benchmarks see it. Each fork loads one implementation only. */
public abstract class StringGets {
    /**
     * The candidates; open-addressing ones at most 0.6 full, the default of ours, where they can.
     */
    public enum Candidate {
        /** The table of this library, read without any synchronisation: the limit. */
        OBJECT_TABLE,
        /** The same behind a volatile reference: the least that safe publication costs. */
        VOLATILE_OBJECT_TABLE,
        /** The map of this library. */
        LEFT_RIGHT,
        /** What most services use. */
        CONCURRENT_HASH_MAP,
        /** A HashMap behind a volatile reference, replaced by a changed copy for each batch. */
        COPY_AND_SWAP,
        /** Read without any synchronisation. */
        HASH_MAP,
        /** As its library has it. */
        AGRONA,
        /** As its library has it. */
        FASTUTIL,
        /** Chained, at its own load factor. */
        ECLIPSE;

        StringGets create() {
            return switch (this) {
                case OBJECT_TABLE -> new OfObjectTable();
                case VOLATILE_OBJECT_TABLE -> new OfVolatileObjectTable();
                case LEFT_RIGHT -> new OfLeftRight();
                case CONCURRENT_HASH_MAP -> new OfConcurrentHashMap();
                case COPY_AND_SWAP -> new OfCopyAndSwap();
                case HASH_MAP -> new OfHashMap();
                case AGRONA -> new OfAgrona();
                case FASTUTIL -> new OfFastutil();
                case ECLIPSE -> new OfEclipse();
            };
        }
    }

    abstract @Nullable Object get(String key);

    abstract void put(String key, Object value);

    /** Makes what was put visible to get. */
    void refresh() {}

    private static final class OfObjectTable extends StringGets {
        private final ObjectTable<String, Object> map = new ObjectTable<>();

        @Override
        @Nullable Object get(String key) {
            return map.get(key, key.hashCode());
        }

        @Override
        void put(String key, Object value) {
            map.put(key, key.hashCode(), value);
        }
    }

    private static final class OfVolatileObjectTable extends StringGets {
        private volatile ObjectTable<String, Object> map = new ObjectTable<>();

        @Override
        @Nullable Object get(String key) {
            return map.get(key, key.hashCode());
        }

        @Override
        void put(String key, Object value) {
            map.put(key, key.hashCode(), value);
        }
    }

    private static final class OfLeftRight extends StringGets {
        private final LeftRightMap<String, Object> map = LeftRightMap.create();

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.writer().put(key, value);
        }

        @Override
        void refresh() {
            map.writer().refresh();
        }
    }

    private static final class OfConcurrentHashMap extends StringGets {
        private final ConcurrentHashMap<String, Object> map = new ConcurrentHashMap<>();

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfCopyAndSwap extends StringGets {
        private volatile Map<String, Object> map = new HashMap<>();

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfHashMap extends StringGets {
        private final HashMap<String, Object> map = new HashMap<>();

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfAgrona extends StringGets {
        private final Object2ObjectHashMap<String, Object> map =
                new Object2ObjectHashMap<>(8, 0.6f, false);

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfFastutil extends StringGets {
        private final Object2ObjectOpenHashMap<String, Object> map =
                new Object2ObjectOpenHashMap<>(8, 0.6f);

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfEclipse extends StringGets {
        private final UnifiedMap<String, Object> map = new UnifiedMap<>();

        @Override
        @Nullable Object get(String key) {
            return map.get(key);
        }

        @Override
        void put(String key, Object value) {
            map.put(key, value);
        }
    }
}
