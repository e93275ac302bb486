// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leftright.stress.run.ForkLog.End;
import org.leftright.stress.run.ToolRunner.Finding;
import org.leftright.stress.run.ToolRunner.Verdict;

/** Which verdict a twin gets for what its forks do. */
class JcstressTwinsTest {
    private static final String MUTATED = "mutated";
    private static final Mutation.Killer KILLER =
            new Mutation.Killer(Tool.JCSTRESS, "SectionRacingReplay", "TORN|CHANGED");
    private static final ForkLog CLEAN = log(Map.of("RACED", 9L), End.COMPLETE, "", 1);
    private static final ForkLog SHOWN = log(Map.of("RACED", 9L, "TORN", 2L), End.COMPLETE, "", 1);
    private static final ForkLog THROWN = log(Map.of(), End.ERROR, "NullPointerException", 1);
    private static final ForkLog HUNG = log(Map.of("RACED", 1L), End.HUNG, "killed", 60);
    private static final ForkLog CRASHED = log(Map.of(), End.CRASHED, "exit code 134", 1);

    private static ForkLog log(Map<String, Long> counts, End end, String how, int seconds) {
        return new ForkLog(counts, end, how, Duration.ofSeconds(seconds));
    }

    /** Forks that do what they are told to; each list's last one is repeated. */
    private static final class ToldForks implements Forks {
        private final Deque<ForkLog> ofMutated;
        private final Deque<ForkLog> ofUnchanged;
        private final List<Duration> patience = new ArrayList<>();

        ToldForks(List<ForkLog> ofMutated, List<ForkLog> ofUnchanged) {
            this.ofMutated = new ArrayDeque<>(ofMutated);
            this.ofUnchanged = new ArrayDeque<>(ofUnchanged);
        }

        @Override
        public ForkLog run(Jcstress.Job job) {
            boolean isMutated = job.classPath().equals(MUTATED);
            if (isMutated) {
                patience.add(job.patience());
            }
            Deque<ForkLog> logs = isMutated ? ofMutated : ofUnchanged;
            return logs.size() > 1 ? logs.removeFirst() : logs.getFirst();
        }
    }

    private static Finding judge(List<ForkLog> ofMutated, List<ForkLog> ofUnchanged)
            throws Exception {
        return judge(new ToldForks(ofMutated, ofUnchanged));
    }

    private static Finding judge(Forks forks) throws Exception {
        return new JcstressTwins(ProjectRoot.find(), forks).runMutated(KILLER, MUTATED);
    }

    @Test
    void theNamedOutcomeKills() throws Exception {
        Finding finding = judge(List.of(SHOWN), List.of(CLEAN));

        assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
        assertThat(finding.line()).isEqualTo("TORN|CHANGED 2 of 11, round 1");
    }

    @Test
    void theNamedOutcomeKillsInALaterRound() throws Exception {
        Finding finding = judge(List.of(CLEAN, THROWN, HUNG, SHOWN), List.of(CLEAN));

        assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
    }

    @Test
    void theNamedOutcomeCountsWhateverTheForkDidAfterIt() throws Exception {
        for (End end : End.values()) {
            ForkLog log = log(Map.of("TORN", 1L), end, "later", 1);
            assertThat(judge(List.of(log), List.of(CLEAN)).verdict()).isEqualTo(Verdict.KILLED);
        }
    }

    @Test
    void nothingForbiddenInAnyRoundIsAsItShouldBe() throws Exception {
        Finding finding = judge(List.of(CLEAN), List.of(CLEAN));

        assertThat(finding.verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(finding.line()).endsWith("round 5");
    }

    @Test
    void anotherForbiddenOutcomeKillsAfterAllRounds() throws Exception {
        Finding finding =
                judge(
                        List.of(log(Map.of("RACED", 5L, "STALE", 1L), End.COMPLETE, "", 1), CLEAN),
                        List.of(CLEAN));

        assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
        assertThat(finding.line()).contains("round 5").contains("{STALE=1}");
    }

    @Test
    void anyMishapTwiceKillsAndIsTold() throws Exception {
        for (ForkLog log : List.of(THROWN, HUNG, CRASHED)) {
            Finding finding = judge(List.of(log), List.of(CLEAN));

            assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
            assertThat(finding.line()).contains("round 2").contains(log.how());
        }
    }

    @Test
    void aCrashOrAHangOnceIsNoVerdict() throws Exception {
        for (ForkLog log : List.of(HUNG, CRASHED)) {
            Finding finding = judge(List.of(log, CLEAN), List.of(CLEAN));

            assertThat(finding.verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(finding.line()).contains("round 5").contains(log.how());
        }
    }

    @Test
    void anExceptionOnceKills() throws Exception {
        Finding finding = judge(List.of(CLEAN, THROWN, CLEAN), List.of(CLEAN));

        assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
        assertThat(finding.line()).contains("ERROR: NullPointerException");
    }

    @Test
    void whatTheUnchangedLibraryDoesAsWellIsNoKill() throws Exception {
        for (ForkLog log : List.of(THROWN, HUNG, CRASHED)) {
            assertThat(judge(List.of(log), List.of(log)).verdict()).isEqualTo(Verdict.NONE);
        }
        assertThat(judge(List.of(THROWN), List.of(SHOWN)).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    void anUnchangedLibraryThatHungOnceIsAskedAgain() throws Exception {
        assertThat(judge(List.of(THROWN), List.of(HUNG, CRASHED, CLEAN)).verdict())
                .isEqualTo(Verdict.KILLED);
    }

    @Test
    void aTestThatDoesNotFitTheMachineIsNoVerdictButAnError() {
        Forks tooFewProcessors =
                job -> {
                    throw new IllegalStateException(job.test() + " would not run");
                };

        assertThatThrownBy(() -> judge(tooFewProcessors)).hasMessageContaining("would not run");
    }

    @Test
    void aHangOnASlowMachineIsTriedAgainWithMorePatience() throws Exception {
        ForkLog slow = log(Map.of("RACED", 9L), End.COMPLETE, "", 7);
        ToldForks forks = new ToldForks(List.of(HUNG), List.of(slow));
        Finding finding = judge(forks);

        assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
        assertThat(forks.patience)
                .containsExactly(
                        Duration.ofSeconds(60), Duration.ofSeconds(140), Duration.ofSeconds(140));
    }
}
