package org.leftright;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Options of a {@link LeftRightLongMap}.
 *
 * @param <V> the values
 */
public final class LeftRightLongMapBuilder<V> {
    int expectedSize;
    Duration stallTimeout = LeftRightBuilder.DEFAULT_STALL_TIMEOUT;
    Consumer<? super Straggler> stragglerListener = LeftRightBuilder::warn;

    LeftRightLongMapBuilder() {}

    /**
     * As {@link LeftRightBuilder#stallTimeout}.
     *
     * @param timeout zero or more; the default is one second
     * @return this
     */
    public LeftRightLongMapBuilder<V> stallTimeout(Duration timeout) {
        LeftRight.saturatedNs(timeout);
        this.stallTimeout = timeout;
        return this;
    }

    /**
     * As {@link LeftRightBuilder#stragglerListener}.
     *
     * @param listener gets the straggler; the default logs a warning
     * @return this
     */
    public LeftRightLongMapBuilder<V> stragglerListener(Consumer<? super Straggler> listener) {
        this.stragglerListener = Objects.requireNonNull(listener, "listener");
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
