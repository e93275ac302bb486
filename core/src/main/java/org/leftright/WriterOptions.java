// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The options that the builders have in common. */
final class WriterOptions {
    private static final AtomicInteger COUNT = new AtomicInteger();

    String name = "leftright-" + COUNT.incrementAndGet();
    Duration stallTimeout = Duration.ofSeconds(1);
    Consumer<? super Straggler> stragglerListener = Straggler::log;
    boolean rejectStaleSections;

    void name(String given) {
        if (given.isBlank()) {
            throw new IllegalArgumentException("the name must not be blank");
        }
        this.name = given;
    }

    void stallTimeout(Duration timeout) {
        saturatedNs(timeout);
        this.stallTimeout = timeout;
    }

    void stragglerListener(Consumer<? super Straggler> listener) {
        this.stragglerListener = Objects.requireNonNull(listener, "listener");
    }

    static long saturatedNs(Duration duration) {
        Objects.requireNonNull(duration, "a duration must not be null");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a duration must not be negative: " + duration);
        }
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }
}
