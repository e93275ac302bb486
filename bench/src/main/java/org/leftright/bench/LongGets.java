package org.leftright.bench;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jctools.maps.NonBlockingHashMapLong;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightLongMap;
import org.leftright.LongMapView;
import org.leftright.LongReadHandle;
import org.leftright.LongTable;
import org.openjdk.jmh.infra.Blackhole;

/** A map with long keys, as the benchmarks see it. Each fork loads one implementation only. */
public abstract class LongGets {
    /**
     * The candidates; open-addressing ones at most 0.6 full, the default of ours, where they can.
     */
    public enum Candidate {
        /** The table of this library, read without any synchronisation: the limit. */
        LONG_TABLE,
        /** The same behind a volatile reference: the least that safe publication costs. */
        VOLATILE_LONG_TABLE,
        /** The map of this library. */
        LEFT_RIGHT,
        /** The same by a read handle. */
        LEFT_RIGHT_HANDLE,
        /** What most services use. */
        CONCURRENT_HASH_MAP,
        /** A HashMap behind a volatile reference, replaced by a changed copy for each batch. */
        COPY_AND_SWAP,
        /** As its library has it. */
        AGRONA,
        /** As its library has it. */
        FASTUTIL,
        /** As its library has it. */
        HPPC,
        /** Its load factor is fixed at 0.5. */
        ECLIPSE,
        /** Lock-free, with writers beside readers. */
        JCTOOLS;

        LongGets create() {
            return switch (this) {
                case LONG_TABLE -> new OfLongTable();
                case VOLATILE_LONG_TABLE -> new OfVolatileLongTable();
                case LEFT_RIGHT -> new OfLeftRight();
                case LEFT_RIGHT_HANDLE -> new OfLeftRightHandle();
                case CONCURRENT_HASH_MAP -> new OfConcurrentHashMap();
                case COPY_AND_SWAP -> new OfCopyAndSwap();
                case AGRONA -> new OfAgrona();
                case FASTUTIL -> new OfFastutil();
                case HPPC -> new OfHppc();
                case ECLIPSE -> new OfEclipse();
                case JCTOOLS -> new OfJctools();
            };
        }
    }

    static final int SIXTEEN = 16;

    abstract @Nullable Object get(long key);

    abstract void put(long key, Object value);

    /** Makes what was put visible to get. */
    void refresh() {}

    /** Sixteen gets that see one version, where there are versions. */
    void getSixteen(long[] keys, int from, Blackhole blackhole) {
        for (int i = from; i < from + SIXTEEN; i++) {
            blackhole.consume(get(keys[i]));
        }
    }

    private static final class OfLongTable extends LongGets {
        private final LongTable<Object> map = new LongTable<>();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfVolatileLongTable extends LongGets {
        private volatile LongTable<Object> map = new LongTable<>();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfLeftRight extends LongGets {
        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.writer().put(key, value);
        }

        @Override
        void refresh() {
            map.writer().refresh();
        }

        @Override
        void getSixteen(long[] keys, int from, Blackhole blackhole) {
            try (LongMapView<Object> view = map.enter()) {
                for (int i = from; i < from + SIXTEEN; i++) {
                    blackhole.consume(view.get(keys[i]));
                }
            }
        }
    }

    private static final class OfLeftRightHandle extends LongGets {
        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();
        private @Nullable LongReadHandle<Object> reader;

        @Override
        @Nullable Object get(long key) {
            return reader().get(key);
        }

        @Override
        void put(long key, Object value) {
            map.writer().put(key, value);
        }

        private LongReadHandle<Object> reader() {
            LongReadHandle<Object> reader = this.reader;
            if (reader == null) {
                reader = map.reader(); // belongs to the thread that reads
                this.reader = reader;
            }
            return reader;
        }

        @Override
        void refresh() {
            map.writer().refresh();
        }

        @Override
        void getSixteen(long[] keys, int from, Blackhole blackhole) {
            try (LongMapView<Object> view = reader().enter()) {
                for (int i = from; i < from + SIXTEEN; i++) {
                    blackhole.consume(view.get(keys[i]));
                }
            }
        }
    }

    private static final class OfConcurrentHashMap extends LongGets {
        private final ConcurrentHashMap<Long, Object> map = new ConcurrentHashMap<>();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfCopyAndSwap extends LongGets {
        private volatile Map<Long, Object> map = new HashMap<>();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfAgrona extends LongGets {
        private final Long2ObjectHashMap<Object> map = new Long2ObjectHashMap<>(8, 0.6f, false);

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfFastutil extends LongGets {
        private final Long2ObjectOpenHashMap<Object> map = new Long2ObjectOpenHashMap<>(8, 0.6f);

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfHppc extends LongGets {
        private final com.carrotsearch.hppc.LongObjectHashMap<Object> map =
                new com.carrotsearch.hppc.LongObjectHashMap<>(8, 0.6);

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfEclipse extends LongGets {
        private final LongObjectHashMap<Object> map = new LongObjectHashMap<>();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }

    private static final class OfJctools extends LongGets {
        private final NonBlockingHashMapLong<Object> map = new NonBlockingHashMapLong<>();

        @Override
        @Nullable Object get(long key) {
            return map.get(key);
        }

        @Override
        void put(long key, Object value) {
            map.put(key, value);
        }
    }
}
