// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all subjects share that are written by a handle. */
abstract class SubjectOfWriter implements Subject {
    abstract AbstractLeftRight<?> leftRight();

    abstract AbstractWriteHandle<?, ?> writer();

    /** All that is passed to the consumer which this gets. */
    static Map<Integer, Integer> collected(Consumer<BiConsumer<Integer, Integer>> forEach) {
        Map<Integer, Integer> entries = new HashMap<>();
        forEach.accept(entries::put);
        return entries;
    }

    @Override
    public final long refresh(@Nullable Object attachment) {
        return writer().refresh(attachment);
    }

    @Override
    public final int discard() {
        return writer().discard();
    }

    @Override
    public final long batch(Runnable writes) {
        return writer().batch(w -> writes.run());
    }

    @Override
    public final int pendingOpCount() {
        return writer().pendingOpCount();
    }

    @Override
    public final boolean settle() {
        return writer().settle(Duration.ZERO);
    }

    @Override
    public final long version() {
        return leftRight().version();
    }

    @Override
    public final @Nullable Object attachment() {
        return leftRight().attachment();
    }
}
