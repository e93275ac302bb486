// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Watches for pauses of garbage collection, of any collector, by the JVM's flight recorder. */
final class GcPauses implements AutoCloseable {
    private static final String PAUSE = "jdk.GCPhasePause";
    private static final double MS = 1e-6;

    private final Recording recording = new Recording();

    /**
     * Pauses of some time.
     *
     * @param count how many
     * @param totalMs how long together
     * @param longestMs how long the longest
     */
    public record Pauses(double count, double totalMs, double longestMs) {}

    /** Begins to watch. */
    GcPauses() {
        recording.enable(PAUSE).withoutThreshold();
        recording.start();
    }

    /**
     * Stops watching.
     *
     * @param from pauses that began earlier do not count
     * @param to nor those that began later
     * @return what was seen between
     * @throws IOException if the recording cannot be read
     */
    Pauses between(Instant from, Instant to) throws IOException {
        recording.stop();
        Path file = Files.createTempFile("gc-pauses", ".jfr");
        try {
            recording.dump(file);
            long count = 0;
            Duration total = Duration.ZERO;
            Duration longest = Duration.ZERO;
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                Instant start = event.getStartTime();
                if (event.getEventType().getName().equals(PAUSE)
                        && !start.isBefore(from)
                        && start.isBefore(to)) {
                    Duration pause = event.getDuration();
                    count++;
                    total = total.plus(pause);
                    longest = longest.compareTo(pause) < 0 ? pause : longest;
                }
            }
            return new Pauses(count, total.toNanos() * MS, longest.toNanos() * MS);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
