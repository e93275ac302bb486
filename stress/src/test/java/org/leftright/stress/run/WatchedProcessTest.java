// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Real processes: one that ends, one that falls silent, and one that only talks slowly. */
class WatchedProcessTest {
    private static final Duration GENEROUS = Duration.ofMinutes(10);

    private static WatchedProcess.Ended run(Class<?> main, Duration patience, String... args)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return WatchedProcess.run(command, patience);
    }

    /** Says one word, then waits for what never comes. */
    static final class Silent {
        public static void main(String[] args) throws InterruptedException {
            System.out.println("begun");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aProcessThatFallsSilentIsKilled() throws Exception {
        WatchedProcess.Ended ended = run(Silent.class, Duration.ofSeconds(3));

        assertThat(ended.exitCode()).isEmpty();
        assertThat(ForkLog.of(ended).end()).isEqualTo(ForkLog.End.HUNG);
    }

    @Test
    void aForkOfJcstressThatCannotRunSaysWhy() throws Exception {
        WatchedProcess.Ended ended =
                run(
                        JcstressFork.class,
                        GENEROUS,
                        "no.such.Test",
                        "1",
                        "1",
                        "1",
                        "1",
                        "1",
                        "256",
                        "THREAD_SPIN_WAIT",
                        "",
                        "");
        ForkLog log = ForkLog.of(ended);

        assertThat(log.end()).isEqualTo(ForkLog.End.ERROR);
        assertThat(log.how()).contains("ClassNotFoundException").contains("no.such.Test");
    }

    @Test
    void aForkOfJcstressCountsAndEnds() throws Exception {
        WatchedProcess.Ended ended =
                run(
                        JcstressFork.class,
                        GENEROUS,
                        "org.leftright.stress.Sections_SectionRacingReplay_jcstress",
                        "2",
                        "1000",
                        "10",
                        "1",
                        "4",
                        "256",
                        "THREAD_SPIN_WAIT",
                        "",
                        "");
        ForkLog log = ForkLog.of(ended);

        assertThat(log.end()).as(ended.output()).isEqualTo(ForkLog.End.COMPLETE);
        assertThat(log.totalCount()).isPositive();
    }

    @Test
    void aJvmThatDoesNotStartIsACrash() throws Exception {
        assertThat(ForkLog.of(run(NoMain.class, GENEROUS)).end()).isEqualTo(ForkLog.End.CRASHED);
    }

    static final class NoMain {}
}
