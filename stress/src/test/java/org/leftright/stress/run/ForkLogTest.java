// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.leftright.stress.run.ForkLog.End;
import org.openjdk.jcstress.annotations.Expect;

/** What is made of the lines of a fork of jcstress, however it ended. */
class ForkLogTest {
    private static ForkLog log(OptionalInt exitCode, String... lines) {
        String output = String.join("\n", lines) + "\n";
        return ForkLog.of(new WatchedProcess.Ended(exitCode, output, Duration.ofSeconds(75)));
    }

    private static ForkLog exited(int exitCode, String... lines) {
        return log(OptionalInt.of(exitCode), lines);
    }

    @Test
    void countsOfAllIterationsAreAdded() {
        ForkLog log =
                exited(
                        0,
                        "OpenJDK 64-Bit Server VM warning: something",
                        "> counted 3 QUIET, RACED",
                        "> iteration done",
                        "> counted 4 QUIET, RACED",
                        "> counted 1 TORN, QUIET",
                        "> iteration done",
                        "> complete");

        assertThat(log.end()).isEqualTo(End.COMPLETE);
        assertThat(log.counts()).isEqualTo(Map.of("QUIET, RACED", 7L, "TORN, QUIET", 1L));
        assertThat(log.totalCount()).isEqualTo(8);
        assertThat(log.hasSeen(".*(TORN|CHANGED).*")).isTrue();
        assertThat(log.hasSeen("")).isFalse();
    }

    @Test
    void anExceptionIsAnErrorThatSaysWhichAndKeepsWhatWasSeenBefore() {
        ForkLog log =
                exited(
                        0,
                        "> counted 2 RACED",
                        "> iteration done",
                        "> error java.lang.NullPointerException: x at ReaderRegistry.slot");

        assertThat(log.end()).isEqualTo(End.ERROR);
        assertThat(log.how()).isEqualTo("java.lang.NullPointerException: x at ReaderRegistry.slot");
        assertThat(log.counts()).isEqualTo(Map.of("RACED", 2L));
        assertThat(log.hasResult()).isTrue();
    }

    @Test
    void aForkThatWasKilledForItsSilenceHasHung() {
        ForkLog log = log(OptionalInt.empty(), "> counted 2 RACED", "> iteration done");

        assertThat(log.end()).isEqualTo(End.HUNG);
        assertThat(log.how()).contains("killed after 75 s");
        assertThat(log.counts()).isEqualTo(Map.of("RACED", 2L));
        assertThat(log.hasResult()).isFalse();
    }

    @Test
    void anExitWithoutAResultIsACrashThatTellsWhatTheJvmSaid() {
        ForkLog log = exited(134, "> counted 2 RACED", "# A fatal error has been detected");

        assertThat(log.end()).isEqualTo(End.CRASHED);
        assertThat(log.how()).contains("134").contains("A fatal error").doesNotContain("counted");
        assertThat(log.hasResult()).isFalse();
    }

    @Test
    void noResultsAtAllAreACrashEvenWithExitCodeZero() {
        assertThat(exited(0, "").end()).isEqualTo(End.CRASHED);
    }

    @Test
    void aLineThatWasCutOffIsNotCounted() {
        WatchedProcess.Ended ended =
                new WatchedProcess.Ended(
                        OptionalInt.empty(),
                        "> counted 2 RACED\n> counted 3 RAC",
                        Duration.ofSeconds(1));

        assertThat(ForkLog.of(ended).counts()).isEqualTo(Map.of("RACED", 2L));
    }

    @Test
    void twoLogsTogetherAreAsBadAsTheWorse() {
        ForkLog complete = exited(0, "> counted 2 RACED", "> complete");
        ForkLog crashed = exited(1, "> counted 3 RACED");

        assertThat(complete.and(crashed).end()).isEqualTo(End.CRASHED);
        assertThat(crashed.and(complete).end()).isEqualTo(End.CRASHED);
        assertThat(complete.and(complete).end()).isEqualTo(End.COMPLETE);
        assertThat(crashed.and(complete).counts()).isEqualTo(Map.of("RACED", 5L));
    }

    @Test
    void outcomesAreGradedAsTheTestSays() {
        String oneReader = Jcstress.fullName("SectionRacingReplay");
        String twoReaders = Jcstress.fullName("LeasedSlots");

        assertThat(Jcstress.grade(oneReader, "RACED")).isEqualTo(Expect.ACCEPTABLE);
        assertThat(Jcstress.grade(oneReader, "TORN")).isEqualTo(Expect.FORBIDDEN);
        assertThat(Jcstress.grade(twoReaders, "QUIET, RACED")).isEqualTo(Expect.ACCEPTABLE);
        assertThat(Jcstress.grade(twoReaders, "QUIET, TORN")).isEqualTo(Expect.FORBIDDEN);
        assertThat(Jcstress.grade(twoReaders, "null, RACED")).isEqualTo(Expect.FORBIDDEN);
    }
}
