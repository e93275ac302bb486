// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map from ints to ints on one of the classes here, as the property test wants it. */
interface Subject {
    @Nullable Integer put(int key, int value);

    @Nullable Integer remove(int key);

    void clear();

    @Nullable Integer compute(int key, Function<@Nullable Integer, @Nullable Integer> fn);

    int removeIf(BiPredicate<Integer, Integer> predicate);

    void replaceAll(Function<Integer, Integer> fn);

    void load(Map<Integer, Integer> entries);

    Map<Integer, Integer> pending();

    Map<Integer, Integer> live();

    /** What the changes of all refreshes come to; what is live if there are none to listen to. */
    default Map<Integer, Integer> told() {
        return live();
    }

    @Nullable Integer get(int key);

    int size();

    /** Stays as it is, whatever is written later. */
    Map<Integer, Integer> snapshot();

    /** Enters a section; its contents are read within. */
    Open enter();

    long refresh(@Nullable Object attachment);

    int discard();

    long batch(Runnable writes);

    int pendingOpCount();

    boolean settle();

    /** Nothing is pending, and no replay is owed. For tables, index by index. */
    void assertSidesAreEqual();

    long version();

    @Nullable Object attachment();

    /** An open section: how it is read, and left. */
    record Open(Callable<Map<Integer, Integer>> contents, Runnable close) {}

    static Subject table() {
        return new SubjectOfMap();
    }

    static Subject longKeys() {
        return new SubjectOfLongMap();
    }

    static Subject group() {
        return new SubjectOfGroup();
    }

    static Subject state() {
        return new SubjectOfState();
    }

    static LeftRightMapBuilder<Integer, Integer> options() {
        return LeftRightMap.<Integer, Integer>builder()
                .stallTimeout(Duration.ZERO)
                .stragglerListener(straggler -> {});
    }
}
