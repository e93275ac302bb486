// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.leftright.stress.run.LincheckTwins.Log;
import org.leftright.stress.run.ToolRunner.Finding;
import org.leftright.stress.run.ToolRunner.Verdict;
import org.leftright.stress.run.WatchedProcess.Ended;

/** Which verdict a twin gets for what Lincheck says of it. */
class LincheckTwinsTest {
    private static final Ended PASSED = exited(0, "PASSED by SectionOperations: invocation 9");
    private static final Ended VIOLATED =
            exited(1, "trace\nVIOLATED by SectionOperations\nwarning");
    private static final Ended FAILED = exited(1, "FAILED by SectionOperations: invocation 3");
    private static final Ended CRASHED = exited(134, "# A fatal error has been detected");
    private static final Ended HUNG = new Ended(OptionalInt.empty(), "", Duration.ofSeconds(300));

    private static Ended exited(int code, String output) {
        return new Ended(OptionalInt.of(code), output + "\n", Duration.ofSeconds(10));
    }

    private static Finding judge(List<Ended> ofMutated, Ended ofUnchanged) throws Exception {
        return judge(ofMutated, ofUnchanged, new ArrayList<>());
    }

    private static Finding judge(List<Ended> ofMutated, Ended ofUnchanged, List<Duration> limits)
            throws Exception {
        Deque<Ended> told = new ArrayDeque<>(ofMutated);
        LincheckTwins twins =
                new LincheckTwins(
                        ProjectRoot.find(),
                        (classPath, args, limit) -> {
                            if (!classPath.equals("mutated")) {
                                return ofUnchanged;
                            }
                            limits.add(limit);
                            return told.removeFirst();
                        });
        return twins.runMutated(
                new Mutation.Killer(Tool.LINCHECK, "SectionOperations", ": read | refresh"),
                "mutated");
    }

    @Test
    void theLineOfTheVerdictIsFoundAmongOthers() {
        assertThat(Log.of(VIOLATED).verdict()).isEqualTo("VIOLATED by SectionOperations");
        assertThat(Log.of(CRASHED).verdict()).isEqualTo("exit code 134 without a verdict");
        assertThat(Log.of(HUNG).verdict()).isEqualTo("no end, killed after 300 s");
        assertThat(Log.of(exited(1, "PASSED by SectionOperations")).hasPassed()).isFalse();
        assertThat(Log.of(exited(0, "VIOLATED by SectionOperations")).isViolated()).isFalse();
    }

    @Test
    void anExecutionThatIsNotLinearizableKills() throws Exception {
        assertThat(judge(List.of(VIOLATED), FAILED).verdict()).isEqualTo(Verdict.KILLED);
        assertThat(judge(List.of(HUNG, VIOLATED), PASSED).verdict()).isEqualTo(Verdict.KILLED);
    }

    @Test
    void aRunThatPassesIsAsItShouldBe() throws Exception {
        assertThat(judge(List.of(PASSED), PASSED).verdict()).isEqualTo(Verdict.CLEAN);
        assertThat(judge(List.of(FAILED, PASSED), PASSED).verdict()).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void anythingElseKillsIfItComesTwice() throws Exception {
        for (Ended ended : List.of(FAILED, CRASHED, HUNG)) {
            Finding finding = judge(List.of(ended, ended), PASSED);

            assertThat(finding.verdict()).isEqualTo(Verdict.KILLED);
            assertThat(finding.line()).startsWith(Log.of(ended).verdict());
        }
    }

    @Test
    void whatTheUnchangedLibraryDoesAsWellIsNoKill() throws Exception {
        for (Ended ended : List.of(FAILED, CRASHED, HUNG)) {
            assertThat(judge(List.of(ended), ended).verdict()).isEqualTo(Verdict.NONE);
        }
    }

    @Test
    void theLimitGrowsWithTheTimeOfTheUnchangedLibrary() throws Exception {
        List<Duration> limits = new ArrayList<>();
        judge(List.of(HUNG, HUNG), PASSED, limits);

        assertThat(limits).containsExactly(Duration.ofMinutes(5), Duration.ofSeconds(500));
    }
}
