// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jctools.maps.NonBlockingHashMapLong;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightLongMap;
import org.leftright.LongTable;
import org.leftright.LongWriteHandle;

/**
 * A map with long keys, as the benchmarks see it. Each fork makes one, so that all its calls have
 * one target and are compiled into the loop that makes them, at the same cost for each peer.
 *
 * @param getter reads
 * @param loader fills it
 */
public record LongPeer(Getter getter, Loader loader) {
    /** The peers; open-addressing ones at most 0.6 full, the default of ours, where they can. */
    public enum Kind {
        /** The map of this library. */
        LEFT_RIGHT,
        /** What most services use. */
        CONCURRENT_HASH_MAP,
        /** The table of this library behind a volatile reference: the least publication costs. */
        VOLATILE_TABLE,
        /** The same table, read without any synchronisation: the limit. */
        LONG_TABLE,
        /** The table as its library has it. */
        AGRONA,
        /** The table as its library has it. */
        FASTUTIL,
        /** The table as its library has it. */
        HPPC,
        /** Its load factor is fixed at 0.5. */
        ECLIPSE,
        /** Lock-free, with writers beside readers. */
        JCTOOLS
    }

    /** How to read. */
    @FunctionalInterface
    public interface Getter {
        @Nullable Object get(long key);
    }

    /** How to write one entry. */
    @FunctionalInterface
    public interface Putter {
        void put(long key, Object value);
    }

    /** How to fill the map, and make that visible. */
    @FunctionalInterface
    public interface Loader {
        void load(int count, Consumer<Putter> source);
    }

    static LongPeer create(Kind kind) {
        return switch (kind) {
            case LEFT_RIGHT -> of(LeftRightLongMap.create());
            case CONCURRENT_HASH_MAP -> {
                ConcurrentHashMap<Long, Object> map = new ConcurrentHashMap<>();
                yield of(map::get, map::put);
            }
            case VOLATILE_TABLE -> {
                VolatileTable map = new VolatileTable();
                yield of(key -> map.table.get(key), (key, value) -> map.table.put(key, value));
            }
            case LONG_TABLE -> {
                LongTable<Object> map = new LongTable<>();
                yield of(map::get, map::put);
            }
            case AGRONA -> {
                Long2ObjectHashMap<Object> map = new Long2ObjectHashMap<>(8, 0.6f, false);
                yield of(map::get, map::put);
            }
            case FASTUTIL -> {
                Long2ObjectOpenHashMap<Object> map = new Long2ObjectOpenHashMap<>(8, 0.6f);
                yield of(map::get, map::put);
            }
            case HPPC -> {
                com.carrotsearch.hppc.LongObjectHashMap<Object> map =
                        new com.carrotsearch.hppc.LongObjectHashMap<>(8, 0.6);
                yield of(map::get, map::put);
            }
            case ECLIPSE -> {
                LongObjectHashMap<Object> map = new LongObjectHashMap<>();
                yield of(map::get, map::put);
            }
            case JCTOOLS -> {
                NonBlockingHashMapLong<Object> map = new NonBlockingHashMapLong<>();
                yield of(map::get, map::put);
            }
        };
    }

    static LongPeer of(LeftRightLongMap<Object> map) {
        LongWriteHandle<Object> writer = map.writer();
        return new LongPeer(
                map::get,
                (count, source) -> {
                    writer.load(count, sink -> source.accept(sink::accept));
                    writer.refresh();
                });
    }

    private static LongPeer of(Getter getter, Putter putter) {
        return new LongPeer(getter, (count, source) -> source.accept(putter));
    }

    private static final class VolatileTable {
        volatile LongTable<Object> table = new LongTable<>();
    }
}
