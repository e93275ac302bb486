// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.agrona.collections.Object2ObjectHashMap;
import org.eclipse.collections.impl.map.mutable.UnifiedMap;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightMap;
import org.leftright.WriteHandle;

/**
 * A map with String keys, as the benchmarks see it; as {@link LongPeer}. The table of this library
 * is seen only in its map: it is not public.
 *
 * @param getter reads
 * @param loader fills it
 */
public record StringPeer(Getter getter, Loader loader) {
    /** The peers; open-addressing ones at most 0.6 full, where they can. */
    public enum Kind {
        /** The map of this library. */
        LEFT_RIGHT,
        /** What most services use. */
        CONCURRENT_HASH_MAP,
        /** A {@code HashMap} behind a volatile reference: the least publication costs. */
        VOLATILE_HASH_MAP,
        /** The same map, read without any synchronisation: the limit. */
        HASH_MAP,
        /** As its library has it. */
        AGRONA,
        /** As its library has it. */
        FASTUTIL,
        /** Chained, at its own load factor. */
        ECLIPSE
    }

    /** How to read. */
    @FunctionalInterface
    public interface Getter {
        @Nullable Object get(String key);
    }

    /** How to write one entry. */
    @FunctionalInterface
    public interface Putter {
        void put(String key, Object value);
    }

    /** How to fill the map, and make that visible. */
    @FunctionalInterface
    public interface Loader {
        void load(int count, Consumer<Putter> source);
    }

    static StringPeer create(Kind kind) {
        return switch (kind) {
            case LEFT_RIGHT -> of(LeftRightMap.create());
            case CONCURRENT_HASH_MAP -> of(new ConcurrentHashMap<>());
            case VOLATILE_HASH_MAP -> {
                VolatileHashMap holder = new VolatileHashMap();
                yield of(key -> holder.map.get(key), (key, value) -> holder.map.put(key, value));
            }
            case HASH_MAP -> of(new HashMap<>());
            case AGRONA -> of(new Object2ObjectHashMap<>(8, 0.6f, false));
            case FASTUTIL -> of(new Object2ObjectOpenHashMap<>(8, 0.6f));
            case ECLIPSE -> of(new UnifiedMap<>());
        };
    }

    private static StringPeer of(LeftRightMap<String, Object> map) {
        WriteHandle<String, Object> writer = map.writer();
        return new StringPeer(
                map::get,
                (count, source) -> {
                    writer.load(count, sink -> source.accept(sink::accept));
                    writer.refresh();
                });
    }

    /** The calls through the interface have one receiver in a fork. */
    private static StringPeer of(Map<String, Object> map) {
        return of(map::get, map::put);
    }

    private static StringPeer of(Getter getter, Putter putter) {
        return new StringPeer(getter, (count, source) -> source.accept(putter));
    }

    private static final class VolatileHashMap {
        volatile HashMap<String, Object> map = new HashMap<>();
    }
}
