// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link LeftRightMap}.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class LeftRightMapBuilder<K, V> {
    private int expectedSize;
    private @Nullable Supplier<? extends Map<K, V>> backing;
    final WriterOptions writerOptions = new WriterOptions();
    @Nullable Class<?> immutableKeys;

    LeftRightMapBuilder() {}

    /**
     * As {@link LeftRightBuilder#name}.
     *
     * @param name not blank; the default is "leftright-" and a number
     * @return this
     */
    public LeftRightMapBuilder<K, V> name(String name) {
        writerOptions.name(name);
        return this;
    }

    /**
     * As {@link LeftRightBuilder#stallTimeout}.
     *
     * @param timeout zero or more; the default is one second
     * @return this
     */
    public LeftRightMapBuilder<K, V> stallTimeout(Duration timeout) {
        writerOptions.stallTimeout(timeout);
        return this;
    }

    /**
     * As {@link LeftRightBuilder#stragglerListener}.
     *
     * @param listener gets the straggler; the default logs a warning
     * @return this
     */
    public LeftRightMapBuilder<K, V> stragglerListener(Consumer<? super Straggler> listener) {
        writerOptions.stragglerListener(listener);
        return this;
    }

    /**
     * How many entries the map's own table takes before it grows.
     *
     * @param entryCount zero or more; the default is zero
     * @return this
     */
    public LeftRightMapBuilder<K, V> expectedSize(int entryCount) {
        if (entryCount < 0) {
            throw new IllegalArgumentException(
                    "the expected size must not be negative: " + entryCount);
        }
        this.expectedSize = entryCount;
        return this;
    }

    /**
     * Keeps the entries in maps of another kind: {@code HashMap::new} where nulls are needed or
     * keys may be chosen by an attacker, {@code TreeMap::new} for the ordered reads of {@link
     * MapView}. These are read in sections only, so a single {@code get} costs about a fence more.
     * A map whose {@code get} changes it (a {@code LinkedHashMap} in access order, a {@code
     * WeakHashMap}) must not be used: several threads read one side at once.
     *
     * @param supplier makes a new, empty map each time
     * @return this
     */
    public LeftRightMapBuilder<K, V> backing(Supplier<? extends Map<K, V>> supplier) {
        this.backing = Objects.requireNonNull(supplier, "supplier");
        return this;
    }

    /**
     * Says that keys of a class may be read optimistically: it is immutable, all its fields are
     * final (so a key is whole however it was published), and {@code equals} only reads them (it
     * may be shown a key that is not refreshed yet). Keys of exactly this class then take the way
     * of String keys.
     *
     * @param keyClass the class
     * @return this
     * @throws IllegalArgumentException if it is not a final class or a record
     */
    public LeftRightMapBuilder<K, V> immutableKeys(Class<? extends K> keyClass) {
        if (!java.lang.reflect.Modifier.isFinal(keyClass.getModifiers())) {
            throw new IllegalArgumentException(
                    keyClass.getName()
                            + " is not final: optimistic reads need a final class with final"
                            + " fields, for instance a record");
        }
        this.immutableKeys = keyClass;
        return this;
    }

    /**
     * Makes the map.
     *
     * @return a new, empty map
     * @throws IllegalArgumentException if the supplier of {@link #backing} made null, a map that is
     *     not empty, or the same map twice
     */
    public LeftRightMap<K, V> build() {
        return new LeftRightMap<>(this);
    }

    Backing<K, V> newBacking() {
        if (backing == null) {
            return new TableBacking<>(new ObjectTable<>(expectedSize));
        }
        return new JavaMapBacking<K, V>(backing).another(); // two, to find out that they are two
    }
}
