// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random writes, refreshes, discards, snapshots and stragglers, against two plain maps. */
class PropertyTest {
    private static final int STEPS = 3000;
    private static final int KEYS = 150;
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, System.nanoTime());

    private record Kept(Map<Integer, Integer> snapshot, Map<Integer, Integer> expected) {}

    private record Open(Actor actor, Subject.Open section, Map<Integer, Integer> expected) {}

    private static final class PlannedFailure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static Stream<Arguments> runs() {
        Map<String, Supplier<Subject>> subjects =
                new TreeMap<>(
                        Map.of(
                                "the table", Subject::table,
                                "long keys", Subject::longKeys,
                                "a group", Subject::group,
                                "a state", Subject::state));
        return subjects.entrySet().stream()
                .flatMap(
                        subject ->
                                SEEDS.stream()
                                        .map(
                                                seed ->
                                                        Arguments.of(
                                                                subject.getKey(),
                                                                seed,
                                                                subject.getValue())));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void behavesAsTwoPlainMaps(String name, long seed, Supplier<Subject> subject) {
        try (Actor first = new Actor("first reader");
                Actor second = new Actor("second reader")) {
            Run run = new Run(subject.get(), new Random(seed), List.of(first, second));
            for (int step = 0; step < STEPS; step++) {
                try {
                    run.step();
                } catch (Throwable t) {
                    throw new AssertionError(name + ", seed " + seed + ", step " + step, t);
                }
            }
            run.end();
        }
    }

    private static final class Run {
        private final Subject subject;
        private final Random random;
        private final List<Actor> idle;
        private final List<Open> open = new ArrayList<>();
        private final ArrayDeque<Kept> kept = new ArrayDeque<>();

        private Map<Integer, Integer> pending = new HashMap<>();
        private Map<Integer, Integer> live = new HashMap<>();
        private long version;
        private @Nullable Object attachment;

        Run(Subject subject, Random random, List<Actor> readers) {
            this.subject = subject;
            this.random = random;
            this.idle = new ArrayList<>(readers);
        }

        void step() {
            int choice = random.nextInt(100);
            if (choice < 60) {
                write();
            } else if (choice < 75) {
                refresh();
            } else if (choice < 78) {
                discard();
            } else if (choice < 83) {
                batch();
            } else if (choice < 86) {
                keepSnapshot();
            } else if (choice < 90) {
                enter();
            } else if (choice < 93) {
                leave();
            } else if (choice < 96) {
                checkLive();
            } else if (choice < 98) {
                checkPending();
            } else {
                subject.settle();
            }
        }

        private int key() {
            return random.nextInt(random.nextBoolean() ? 8 : KEYS);
        }

        private void write() {
            int key = key();
            int value = random.nextInt(1000);
            switch (random.nextInt(40)) {
                case 0 -> {
                    subject.clear();
                    pending.clear();
                }
                case 1 -> {
                    int bit = 1 << random.nextInt(8);
                    assertThat(subject.removeIf((k, v) -> ((k + v) & bit) == 0))
                            .isEqualTo(removeFromPending(bit));
                }
                case 2 -> {
                    subject.replaceAll(v -> v ^ value);
                    pending.replaceAll((k, v) -> v ^ value);
                }
                case 3 -> {
                    Map<Integer, Integer> entries = new HashMap<>();
                    for (int i = 0; i < value % 50; i++) {
                        entries.put(key(), value + i);
                    }
                    subject.load(entries);
                    pending.putAll(entries);
                }
                case 4 -> failing(key);
                case 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 ->
                        assertThat(subject.remove(key)).isEqualTo(pending.remove(key));
                case 15, 16, 17, 18 ->
                        assertThat(subject.compute(key, v -> computed(v, value)))
                                .isEqualTo(pending.compute(key, (k, v) -> computed(v, value)));
                default -> assertThat(subject.put(key, value)).isEqualTo(pending.put(key, value));
            }
        }

        private static @Nullable Integer computed(@Nullable Integer old, int value) {
            return value % 3 == 0 ? null : old == null ? Integer.valueOf(value) : old + value;
        }

        private int removeFromPending(int bit) {
            int before = pending.size();
            pending.entrySet().removeIf(e -> ((e.getKey() + e.getValue()) & bit) == 0);
            return before - pending.size();
        }

        private void failing(int key) {
            try {
                subject.compute(
                        key,
                        v -> {
                            throw new PlannedFailure();
                        });
                throw new AssertionError("did not fail");
            } catch (PlannedFailure expected) {
                checkPending();
            }
        }

        private void refresh() {
            if (random.nextInt(3) == 0) {
                attachment = new Object();
                version++;
            } else if (subject.pendingOpCount() > 0) {
                version++;
            }
            assertThat(subject.refresh(attachment)).isEqualTo(version);
            live = new HashMap<>(pending);
            if (random.nextBoolean()) {
                checkLive();
                checkPending(); // the other side
            }
        }

        private void discard() {
            assertThat(subject.discard()).isGreaterThanOrEqualTo(0);
            pending = new HashMap<>(live);
            checkPending();
        }

        private void batch() {
            Map<Integer, Integer> before = new HashMap<>(pending);
            boolean fails = random.nextBoolean();
            try {
                subject.batch(
                        () -> {
                            for (int i = random.nextInt(30); i >= 0; i--) {
                                write();
                            }
                            if (fails) {
                                throw new PlannedFailure();
                            }
                        });
                version = subject.version();
                live = new HashMap<>(pending);
            } catch (PlannedFailure expected) {
                pending = before;
            }
            checkLive();
            checkPending();
        }

        private void keepSnapshot() {
            kept.add(new Kept(subject.snapshot(), live));
            if (kept.size() > 5) {
                checkKept(kept.remove());
            }
        }

        private static void checkKept(Kept kept) {
            assertThat(kept.snapshot()).isEqualTo(kept.expected());
        }

        private void enter() {
            if (!idle.isEmpty()) {
                Actor actor = idle.remove(0);
                open.add(new Open(actor, actor.call(subject::enter), live));
            }
        }

        private void leave() {
            if (!open.isEmpty()) {
                Open left = open.remove(0);
                assertThat(left.actor().call(left.section().contents())).isEqualTo(left.expected());
                left.actor().run(left.section().close());
                idle.add(left.actor());
            }
        }

        private void checkLive() {
            assertThat(subject.live()).isEqualTo(live);
            assertThat(subject.told()).isEqualTo(live);
            assertThat(subject.size()).isEqualTo(live.size());
            int key = key();
            assertThat(subject.get(key)).isEqualTo(live.get(key));
            assertThat(subject.version()).isEqualTo(version);
            assertThat(subject.attachment()).isSameAs(attachment);
        }

        private void checkPending() {
            assertThat(subject.pending()).isEqualTo(pending);
            if (subject.pendingOpCount() == 0) {
                subject.assertSidesAreEqual(); // to show the pending state has paid what was owed
            }
        }

        void end() {
            refresh();
            while (!open.isEmpty()) {
                leave();
            }
            checkLive();
            checkPending();
            kept.forEach(Run::checkKept);
        }
    }
}
