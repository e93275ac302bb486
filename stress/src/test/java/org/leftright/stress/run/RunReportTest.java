// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leftright.stress.run.ForkLog.End;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;

/** What makes a run of the shipped library red. */
class RunReportTest {
    private static final String TEST = "org.leftright.stress.Sections.SectionRacingReplay";
    private static final ForkLog RACED = log(Map.of("RACED", 9L), End.COMPLETE, "");

    private static ForkLog log(Map<String, Long> counts, End end, String how) {
        return new ForkLog(counts, end, how, Duration.ofSeconds(1));
    }

    private static Jcstress.Job job() {
        return new Jcstress.Job(
                "",
                TEST,
                List.of("-Xint"),
                3,
                1_000,
                100,
                1,
                SpinLoopStyle.THREAD_SPIN_WAIT,
                "",
                Jcstress.GENEROUS);
    }

    /** Two forks of the test. */
    private static RunReport report(ForkLog... logs) {
        RunReport report = new RunReport(List.of(TEST), 2);
        for (ForkLog log : logs) {
            report.add(job(), log);
        }
        return report;
    }

    private static String printed(RunReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, UTF_8));
        return bytes.toString(UTF_8);
    }

    @Test
    void greenIfEachForkRanAndRaced() {
        RunReport report = report(RACED, RACED);

        assertThat(report.isGreen()).isTrue();
        assertThat(printed(report)).contains("1 tests ran, in 2 forks").contains("GREEN");
    }

    @Test
    void redIfATestDidNotRunAtAll() {
        assertThat(report().isGreen()).isFalse();
        assertThat(printed(report())).contains("only 0 of 2 forks ran").contains("RED");
    }

    @Test
    void redIfNothingWasSelected() {
        assertThat(new RunReport(List.of(), 2).isGreen()).isFalse();
    }

    @Test
    void redIfAForkIsMissing() {
        assertThat(report(RACED).isGreen()).isFalse();
    }

    @Test
    void redIfATestWasSkipped() {
        RunReport report = report(RACED, RACED);
        report.addSkipped(TEST, "would not run");

        assertThat(printed(report)).contains("FAULT " + TEST + ": would not run").contains("RED");
    }

    @Test
    void redIfAnOutcomeIsForbidden() {
        RunReport report = report(RACED, log(Map.of("RACED", 7L, "TORN", 1L), End.COMPLETE, ""));

        assertThat(printed(report)).contains("Forbidden TORN, 1 times of 8").contains("RED");
    }

    @Test
    void redIfAForkHasNoResult() {
        for (End end : List.of(End.ERROR, End.CRASHED, End.HUNG)) {
            RunReport report = report(RACED, RACED, log(Map.of(), end, "how it ended"));

            assertThat(printed(report)).contains(end + " with").contains("how it ended");
            assertThat(report.isGreen()).isFalse();
        }
    }

    @Test
    void redUntilTheActorsHaveMet() {
        ForkLog quiet = log(Map.of("QUIET", 9L), End.COMPLETE, "");
        RunReport report = report(quiet, quiet);

        assertThat(report.quietTests()).containsExactly(TEST);
        assertThat(report.isGreen()).isFalse();
        report.add(job(), RACED);
        assertThat(report.quietTests()).isEmpty();
        assertThat(report.isGreen()).isTrue();
    }

    @Test
    void aForkThatCrashedIsRunAgainAndTheReportTellsIt() throws Exception {
        List<ForkLog> told = new ArrayList<>(List.of(log(Map.of(), End.HUNG, "killed"), RACED));
        ForkLog log = ((Forks) job -> told.remove(0)).runUnbroken(job());
        RunReport report = report(log, RACED);

        assertThat(report.isGreen()).isTrue();
        assertThat(printed(report)).contains("NOTE").contains("attempt 1: killed");
    }

    @Test
    void aForkThatThrewIsNotRunAgain() throws Exception {
        List<ForkLog> told = new ArrayList<>(List.of(log(Map.of(), End.ERROR, "thrown"), RACED));
        ForkLog log = ((Forks) job -> told.remove(0)).runUnbroken(job());

        assertThat(report(log, RACED).isGreen()).isFalse();
    }

    @Test
    void aForkThatHangsEachTimeIsRed() throws Exception {
        ForkLog log = ((Forks) job -> log(Map.of(), End.HUNG, "killed")).runUnbroken(job());

        assertThat(log.how()).contains("attempt 1").contains("attempt 2");
        assertThat(report(log, RACED).isGreen()).isFalse();
    }
}
