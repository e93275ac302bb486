package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Something that one must not do, the exception for it, and what its message says. */
record Misuse(
        String name,
        Class<? extends Throwable> exception,
        String message,
        Consumer<Misuse.Fixture> act) {

    /** A map with tea at 1, and another thread. */
    static final class Fixture {
        final LeftRightMap<String, Integer> map =
                LeftRightMap.<String, Integer>builder().stallTimeout(Duration.ofMinutes(1)).build();
        final WriteHandle<String, Integer> writer = map.writer();
        final Actor other;

        Fixture(Actor other) {
            this.other = other;
            writer.put("tea", 1);
            writer.refresh();
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

    /** It is named, changes nothing, and the map is as usable as before. */
    void check() {
        try (Actor other = new Actor("other")) {
            Fixture fixture = new Fixture(other);
            assertThatThrownBy(() -> act.accept(fixture))
                    .isExactlyInstanceOf(exception)
                    .hasMessageContaining(message);
            assertThat(fixture.writer.pendingOpCount()).isZero();
            assertThat(fixture.map.snapshot()).isEqualTo(Map.of("tea", 1));
            checkUsable(fixture.map);
        }
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

    @Override
    public String toString() {
        return name;
    }
}
