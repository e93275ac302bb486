// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that prints what it finds. It is killed when it has printed nothing for too long. */
final class WatchedProcess {
    private static final long LOOK_EVERY_MS = 100;

    /**
     * How a process ended.
     *
     * @param exitCode empty if the process was killed because it printed nothing for too long
     * @param output all that it printed, on both streams
     * @param time from its start to its end
     */
    record Ended(OptionalInt exitCode, String output, Duration time) {}

    /** The processes that run now: a hung one would go on for ever if this process were ended. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private WatchedProcess() {}

    /**
     * Runs a command.
     *
     * @param command the command line
     * @param patience how long the process may print nothing
     */
    static Ended run(List<String> command, Duration patience)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("fork", ".log");
        try {
            long startNs = System.nanoTime();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            RUNNING.add(process);
            boolean ended;
            try {
                ended = await(process, log, patience);
            } finally {
                process.destroyForcibly().waitFor();
                RUNNING.remove(process);
            }
            Duration time = Duration.ofNanos(System.nanoTime() - startNs);
            OptionalInt exitCode =
                    ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
            return new Ended(exitCode, Files.readString(log, UTF_8), time);
        } finally {
            Files.delete(log);
        }
    }

    private static boolean await(Process process, Path log, Duration patience)
            throws IOException, InterruptedException {
        long seenSize = 0;
        long seenNs = System.nanoTime();
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            long size = Files.size(log);
            if (size != seenSize) {
                seenSize = size;
                seenNs = System.nanoTime();
            } else if (System.nanoTime() - seenNs > patience.toNanos()) {
                return false;
            }
        }
        return true;
    }
}
