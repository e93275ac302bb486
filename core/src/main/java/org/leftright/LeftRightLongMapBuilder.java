// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link LeftRightLongMap}.
 *
 * @param <V> the values
 */
public final class LeftRightLongMapBuilder<V> {
    int expectedSize;
    @Nullable Consumer<? super LongChanges<V>> refreshListener;
    final WriterOptions writerOptions = new WriterOptions();

    LeftRightLongMapBuilder() {}

    /**
     * Sets the map's name, as {@link LeftRightBuilder#name} does.
     *
     * @param name not blank; the default is "leftright-" and a number
     * @return this
     */
    public LeftRightLongMapBuilder<V> name(String name) {
        writerOptions.name(name);
        return this;
    }

    /**
     * Sets how long a write waits for readers, as {@link LeftRightBuilder#stallTimeout} does.
     *
     * @param timeout zero or more; the default is one second
     * @return this
     */
    public LeftRightLongMapBuilder<V> stallTimeout(Duration timeout) {
        writerOptions.stallTimeout(timeout);
        return this;
    }

    /**
     * Sets what is told of the changes of each refresh that made ops visible, for instance to keep
     * a cache or a web page up to date. The refreshing thread calls it while it holds the writers'
     * lock, when the new version is live; so it should be short, may read the map, and must not
     * write to it, nor read by the write handle. What it throws is logged. Without a listener
     * nothing is kept or computed. It is not told of a refresh in which memory ended.
     *
     * @param listener gets the changes, which are valid until it returns
     * @return this
     */
    public LeftRightLongMapBuilder<V> refreshListener(Consumer<? super LongChanges<V>> listener) {
        this.refreshListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets what is told of stragglers, as {@link LeftRightBuilder#stragglerListener} does.
     *
     * @param listener gets the straggler; the default logs a warning
     * @return this
     */
    public LeftRightLongMapBuilder<V> stragglerListener(Consumer<? super Straggler> listener) {
        writerOptions.stragglerListener(listener);
        return this;
    }

    /**
     * Sets whether stale sections are rejected, as {@link LeftRightBuilder#rejectStaleSections}
     * does.
     *
     * @param reject whether to; the default is false
     * @return this
     */
    public LeftRightLongMapBuilder<V> rejectStaleSections(boolean reject) {
        writerOptions.rejectStaleSections = reject;
        return this;
    }

    /**
     * How many entries the table takes before it grows.
     *
     * @param entryCount zero or more; the default is zero
     * @return this
     */
    public LeftRightLongMapBuilder<V> expectedSize(int entryCount) {
        if (entryCount < 0) {
            throw new IllegalArgumentException(
                    "the expected size must not be negative: " + entryCount);
        }
        this.expectedSize = entryCount;
        return this;
    }

    /**
     * Makes the map.
     *
     * @return a new, empty map
     */
    public LeftRightLongMap<V> build() {
        return new LeftRightLongMap<>(this);
    }
}
