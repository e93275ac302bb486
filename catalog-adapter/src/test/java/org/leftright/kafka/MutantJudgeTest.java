// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.leftright.kafka.MutantFork.End;
import org.leftright.kafka.MutantFork.Outcome;

/** What counts as noticed, and what is only a busy machine or a broker that does not start. */
class MutantJudgeTest {
    private static final Path UNCHANGED = Path.of("unchanged");
    private static final Path BROKEN = Path.of("broken");
    private static final Outcome PASSED = outcome(End.PASSED, 5);
    private static final Outcome FAILED = outcome(End.FAILED, 6);
    private static final Outcome FAILED_LATE = outcome(End.FAILED, 25);
    private static final Outcome NO_BROKER = outcome(End.NO_BROKER, 30);
    private static final Outcome CRASHED = outcome(End.CRASHED, 1);
    private static final Outcome HUNG = outcome(End.HUNG, 300);

    private final List<Duration> limits = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();

    private static Outcome outcome(End end, int seconds) {
        return new Outcome(end, "it said " + end, Duration.ofSeconds(seconds));
    }

    /** The last one of each list is repeated. */
    private MutantJudge.Verdict judge(List<Outcome> ofBroken, List<Outcome> ofUnchanged)
            throws Exception {
        Deque<Outcome> broken = new ArrayDeque<>(ofBroken);
        Deque<Outcome> unchanged = new ArrayDeque<>(ofUnchanged);
        MutantJudge judge =
                new MutantJudge(
                        (classes, test, limit, patience) -> {
                            runs.add(classes);
                            if (classes.equals(BROKEN)) {
                                limits.add(limit);
                            }
                            Deque<Outcome> told = classes.equals(BROKEN) ? broken : unchanged;
                            return told.size() > 1 ? told.removeFirst() : told.getFirst();
                        },
                        UNCHANGED);
        return judge.judge(BROKEN, "FeedContactTest");
    }

    @Test
    void theFeedAsItIsGoesFirstThenAFailureIsNoticedAtOnce() throws Exception {
        assertThat(judge(List.of(FAILED), List.of(PASSED)).isNoticed()).isTrue();
        assertThat(runs).containsExactly(UNCHANGED, BROKEN);
    }

    @Test
    void nothingIsNoticedByATestThatDoesNotPassOnTheFeedAsItIs() {
        for (Outcome outcome : List.of(FAILED, NO_BROKER, CRASHED, HUNG)) {
            assertThatThrownBy(() -> judge(List.of(FAILED), List.of(outcome)))
                    .hasMessageContaining("does not pass on the feed as it is");
        }
        assertThat(runs).isNotEmpty().doesNotContain(BROKEN);
    }

    @Test
    void theFeedAsItIsMayFailOnABusyMachineAndPassThen() throws Exception {
        assertThat(judge(List.of(FAILED), List.of(NO_BROKER, HUNG, PASSED)).isNoticed()).isTrue();
    }

    @Test
    void whatPassesTwiceIsNotNoticed() throws Exception {
        assertThat(judge(List.of(PASSED), List.of(PASSED)).isNoticed()).isFalse();
        assertThat(judge(List.of(HUNG, PASSED), List.of(PASSED)).isNoticed()).isFalse();
        assertThat(judge(List.of(PASSED, FAILED), List.of(PASSED)).isNoticed()).isTrue();
    }

    @Test
    void whatMayBeTheMachineMustComeTwiceWithAPassInBetween() throws Exception {
        for (Outcome outcome : List.of(FAILED_LATE, CRASHED, HUNG)) {
            runs.clear();
            MutantJudge.Verdict verdict = judge(List.of(outcome), List.of(PASSED));

            assertThat(verdict.isNoticed()).isTrue();
            assertThat(verdict.how()).isEqualTo(outcome.how());
            assertThat(runs).containsExactly(UNCHANGED, BROKEN, UNCHANGED, BROKEN, UNCHANGED);
        }
    }

    /**
     * The first hang came before the judge knew how slow the machine is: patience was too short.
     */
    @Test
    void whatCameBeforeTheMachineWasKnownToBeSlowDoesNotCount() throws Exception {
        MutantJudge.Verdict verdict =
                judge(List.of(HUNG, HUNG, PASSED), List.of(PASSED, outcome(End.PASSED, 30)));

        assertThat(verdict.isNoticed()).isFalse();
        assertThat(limits.subList(0, 2))
                .containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    @Test
    void whatTheFeedAsItIsDoesAsWellIsNoVerdict() {
        assertThatThrownBy(() -> judge(List.of(HUNG), List.of(PASSED, HUNG)))
                .hasMessageContaining("does not pass on the feed as it is");
    }

    @Test
    void aBrokerThatDoesNotStartIsNoVerdict() throws Exception {
        assertThatThrownBy(() -> judge(List.of(NO_BROKER), List.of(PASSED)))
                .hasMessageContaining("no verdict");
        assertThat(judge(List.of(NO_BROKER, NO_BROKER, FAILED), List.of(PASSED)).isNoticed())
                .isTrue();
    }

    @Test
    void theLimitGrowsWithTheTimeOfTheFeedAsItIs() throws Exception {
        judge(List.of(FAILED_LATE), List.of(PASSED, outcome(End.PASSED, 30)));

        assertThat(limits).containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    @Test
    void theLinesOfAProcessAreRead() {
        Duration time = Duration.ofSeconds(7);

        assertThat(Outcome.of(List.of("WARN", "> failed it(): x"), true, time))
                .isEqualTo(new Outcome(End.FAILED, "it(): x", time));
        assertThat(Outcome.of(List.of("> no broker it(): y"), true, time).end())
                .isEqualTo(End.NO_BROKER);
        assertThat(Outcome.of(List.of("WARN", "> passed"), true, time).end()).isEqualTo(End.PASSED);
        assertThat(Outcome.of(List.of("> failed z"), false, time).end()).isEqualTo(End.FAILED);
        assertThat(Outcome.of(List.of("WARN"), false, time).end()).isEqualTo(End.HUNG);
        assertThat(Outcome.of(List.of("# fatal"), true, time).how()).contains("# fatal");
        assertThat(Outcome.of(List.of(), true, time).end()).isEqualTo(End.CRASHED);
    }
}
