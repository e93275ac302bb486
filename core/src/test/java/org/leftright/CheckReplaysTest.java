// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** {@code checkReplays}: ops that are not deterministic are named. */
class CheckReplaysTest {
    private final AtomicInteger count = new AtomicInteger();
    private final LeftRight<Map<String, Integer>> state = checked(Object::equals);

    private static LeftRight<Map<String, Integer>> checked(
            BiPredicate<Map<String, Integer>, Map<String, Integer>> equality) {
        return LeftRight.<Map<String, Integer>>builder(new HashMap<>(), HashMap::new)
                .checkReplays(equality)
                .build();
    }

    private static IllegalStateException refused(Runnable call) {
        return catchThrowableOfType(IllegalStateException.class, call::run);
    }

    private void writeCount(String key) {
        state.write(map -> map.put(key, count.incrementAndGet()));
    }

    @Test
    void theOpIsNamedWithWhereItWasWritten() {
        state.write(map -> map.put("tea", 3));
        writeCount("milk");
        state.write(map -> map.put("beer", 4));
        IllegalStateException refusal = refused(state::refresh);
        assertThat(refusal).hasMessageContaining("op 2 of 3 has made equal states differ");
        assertThat(refusal.getCause().getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("writeCount"));
    }

    @Test
    void whatIsLiveStaysAsItWasRefreshed() {
        writeCount("milk");
        assertThat(refused(state::refresh)).isNotNull();
        assertThat(state.<Integer>read(map -> map.get("milk"))).isEqualTo(1);
        state.write(map -> map.put("tea", 3));
        state.refresh();
        state.write(map -> map.put("beer", 4));
        state.refresh();
        assertThat(state.<Map<String, Integer>>read(HashMap::new))
                .isEqualTo(Map.of("milk", 1, "tea", 3, "beer", 4));
    }

    @Test
    void deterministicOpsPass() {
        for (int i = 0; i < 10; i++) {
            int value = i;
            state.write(map -> map.merge("tea", value, Integer::sum));
            state.batch(() -> state.write(map -> map.put("milk", value)));
        }
        assertThat(state.stats().replayFailureCount()).isZero();
        assertThat(state.stats().cloneCount()).isOne();
    }

    @Test
    void anOpThatFailsWhenRepeatedIsNamed() {
        state.write(
                map -> {
                    if (count.incrementAndGet() > 1) {
                        throw new IllegalArgumentException("again");
                    }
                    return map.put("tea", 1);
                });
        IllegalStateException refusal = refused(state::refresh);
        assertThat(refusal).hasMessageContaining("op 1 of 1 has succeeded once and thrown");
        assertThat(refusal.getSuppressed())
                .singleElement()
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOpThatDiffersOnceOnlyIsReported() {
        state.write(map -> map.put("tea", Math.min(2, count.incrementAndGet())));
        assertThat(refused(state::refresh)).hasMessageContaining("op 1 of 1 or a later one");
    }

    @Test
    void aBatchIsVisibleAndTheLockFree() throws Exception {
        state.write(map -> map.put("tea", 1));
        assertThat(refused(() -> state.batch(() -> writeCount("milk"))))
                .hasMessageContaining("op 2 of 2");
        try (Actor other = new Actor("writer")) {
            other.run(() -> state.write(map -> map.put("beer", 2)));
        }
        assertThat(state.pendingOpCount()).isOne();
        assertThat(state.<Integer>read(Map::size)).isEqualTo(2);
    }

    @Test
    void anOwedReplayIsCheckedWhenItIsPaid() {
        try (Section<Map<String, Integer>> section = state.enter()) {
            try (Actor writer = new Actor("writer")) {
                writer.run(
                        () -> {
                            writeCount("milk");
                            state.refresh();
                        });
            }
            assertThat(section.state()).isEmpty();
        }
        assertThat(refused(() -> state.settle(Duration.ofMinutes(1))))
                .hasMessageContaining("op 1 of 1");
    }

    @Test
    void aContainerThatBothSidesShareIsReported() {
        LeftRight<Map<String, Set<String>>> shared =
                LeftRight.<Map<String, Set<String>>>builder(new HashMap<>(), CheckReplaysTest::deep)
                        .checkReplays(Object::equals)
                        .build();
        Set<String> one = new HashSet<>();
        shared.batch(() -> shared.write(map -> map.put("hot", one)));
        shared.write(map -> map.get("hot").add("tea"));
        assertThat(refused(shared::refresh)).hasMessageContaining("both sides share a container");
    }

    private static Map<String, Set<String>> deep(Map<String, Set<String>> state) {
        Map<String, Set<String>> copy = new HashMap<>();
        state.forEach((key, set) -> copy.put(key, new HashSet<>(set)));
        return copy;
    }

    @Test
    void anEqualityThatThrowsIsNoSilence() {
        LeftRight<Map<String, Integer>> spoilt =
                checked(
                        (one, other) -> {
                            throw new UnsupportedOperationException("equality");
                        });
        spoilt.write(map -> map.put("tea", 1));
        assertThat(refused(spoilt::refresh))
                .hasMessageContaining("checkReplays(...)")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void opsAreStillTakenBackByTheirUndo() {
        state.write(map -> map.put("milk", 1));
        state.refresh();
        state.write(
                new Op<Map<String, Integer>, Integer>() {
                    @Override
                    public Integer apply(Map<String, Integer> map) {
                        return map.put("tea", 1);
                    }

                    @Override
                    public boolean undo(Map<String, Integer> hidden, Map<String, Integer> live) {
                        hidden.remove("tea");
                        return true;
                    }
                });
        assertThat(state.discard()).isOne();
        state.write(map -> map.put("beer", 2));
        state.refresh();
        assertThat(state.stats().cloneCount()).isOne();
    }
}
