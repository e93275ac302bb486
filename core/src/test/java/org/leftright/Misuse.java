// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Something that one must not do, the exception for it, and what its message says. */
record Misuse(
        String name,
        Class<? extends Throwable> exception,
        String message,
        Consumer<Misuse.Fixture> act) {

    /** A map with tea at 1, one with 7 at "seven", a state of 5, and another thread. */
    static final class Fixture {
        final LeftRightMap<String, Integer> map =
                LeftRightMap.<String, Integer>builder().stallTimeout(Duration.ofMinutes(1)).build();
        final WriteHandle<String, Integer> writer = map.writer();
        final LeftRightLongMap<String> longs =
                LeftRightLongMap.<String>builder().stallTimeout(Duration.ofMinutes(1)).build();
        final LongWriteHandle<String> longWriter = longs.writer();
        final LeftRight<int[]> state =
                LeftRight.builder(new int[] {5}, int[]::clone)
                        .stallTimeout(Duration.ofMinutes(1))
                        .build();
        final Actor other;

        /** The version that each has to have afterwards: greater if a case refreshes in between. */
        long expectedVersion = 1;

        Fixture(Actor other) {
            this.other = other;
            writer.put("tea", 1);
            writer.refresh();
            longWriter.put(7, "seven");
            longWriter.refresh();
            state.refresh("first");
        }
    }

    static Misuse state(String name, String message, Consumer<Fixture> act) {
        return new Misuse(name, IllegalStateException.class, message, act);
    }

    static Misuse argument(String name, String message, Consumer<Fixture> act) {
        return new Misuse(name, IllegalArgumentException.class, message, act);
    }

    static Misuse none(String name, String message, Consumer<Fixture> act) {
        return new Misuse(name, NullPointerException.class, message, act);
    }

    static Misuse unsupported(String name, Consumer<Fixture> act) {
        return new Misuse(name, UnsupportedOperationException.class, "", act);
    }

    static Misuse noElement(String name, Consumer<Fixture> act) {
        return new Misuse(name, NoSuchElementException.class, "", act);
    }

    /** It is named, changes nothing, and the map is as usable as before. */
    void check() {
        try (Actor other = new Actor("other")) {
            Fixture fixture = new Fixture(other);
            assertThatThrownBy(() -> act.accept(fixture))
                    .isExactlyInstanceOf(exception)
                    .satisfies(thrown -> assertThat("" + thrown.getMessage()).contains(message));
            checkUnchanged(fixture);
            checkUsable(fixture.map);
            checkUsable(fixture.longs);
            checkUsable(fixture.state);
        }
    }

    /** Nothing is pending, the version is the same, and so is what both sides hold. */
    private static void checkUnchanged(Fixture t) {
        assertThat(t.writer.pendingOpCount()).isZero();
        assertThat(t.longWriter.pendingOpCount()).isZero();
        assertThat(t.state.pendingOpCount()).isZero();
        assertThat(t.map.version()).isEqualTo(t.expectedVersion);
        assertThat(t.longs.version()).isEqualTo(1);
        assertThat(t.state.version()).isEqualTo(1);
        assertThat(t.state.attachment()).isEqualTo("first");
        assertThat(t.map.snapshot()).isEqualTo(Map.of("tea", 1));
        assertThat(t.longs.snapshot()).isEqualTo(Map.of(7L, "seven"));
        assertThat(t.state.<Integer>read(state -> state[0])).isEqualTo(5);

        Map<String, Integer> pending = new TreeMap<>();
        t.writer.forEach(pending::put);
        assertThat(pending).isEqualTo(Map.of("tea", 1));
        Map<Long, String> pendingLongs = new TreeMap<>();
        t.longWriter.forEach(pendingLongs::put);
        assertThat(pendingLongs).isEqualTo(Map.of(7L, "seven"));
        assertThat(t.state.<Integer>pending(state -> state[0])).isEqualTo(5);
        // Else the misuse has cost the hidden side, which was cloned for what is pending.
        assertThat(t.map.stats().cloneCount()).as("the first write's alone").isEqualTo(1);
        assertThat(t.longs.stats().cloneCount()).as("the first write's alone").isEqualTo(1);
        assertThat(t.writer.discard() + t.longWriter.discard() + t.state.discard()).isZero();
    }

    private static void checkUsable(LeftRightMap<String, Integer> map) {
        for (int i = 2; i < 5; i++) {
            int value = i;
            map.writer().batch(w -> w.put("tea", value));
            assertThat(map.get("tea")).isEqualTo(i);
            assertThat(map.<Integer>read(view -> view.get("tea"))).isEqualTo(i);
        }
        assertThat(map.stats().abandonCount()).as("no epoch was left odd").isZero();
        assertThat(new TreeMap<>(map.asMap())).isEqualTo(Map.of("tea", 4));
    }

    private static void checkUsable(LeftRightLongMap<String> map) {
        for (int i = 2; i < 5; i++) {
            String value = "seven " + i;
            map.writer().batch(w -> w.put(7, value));
            assertThat(map.get(7)).isEqualTo(value);
            assertThat(map.<String>read(view -> view.get(7))).isEqualTo(value);
        }
        assertThat(map.stats().abandonCount()).as("no epoch was left odd").isZero();
        assertThat(new TreeMap<>(map.asMap())).isEqualTo(Map.of(7L, "seven 4"));
    }

    private static void checkUsable(LeftRight<int[]> state) {
        for (int i = 6; i < 9; i++) {
            int expected = i;
            state.batch(() -> state.write(s -> ++s[0]));
            assertThat(state.<Integer>read(s -> s[0])).isEqualTo(expected);
        }
        assertThat(state.stats().abandonCount()).as("no epoch was left odd").isZero();
    }

    @Override
    public String toString() {
        return name;
    }
}
