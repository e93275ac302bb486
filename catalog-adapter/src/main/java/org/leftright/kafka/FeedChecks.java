// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** What the options of a feed must be. */
final class FeedChecks {
    /** The longest duration: its nanoseconds fit into a long. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private FeedChecks() {}

    static String notBlank(String text, String option) {
        if (Objects.requireNonNull(text, option).isBlank()) {
            throw new IllegalArgumentException(option + " must not be blank");
        }
        return text;
    }

    static Duration positive(Duration duration, String option) {
        Objects.requireNonNull(duration, option);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(option + " must be more than zero: " + duration);
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    static Path inFolder(Path file) {
        Path folder = Objects.requireNonNull(file, "file").toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    "the checkpoint must be a file in a folder that exists: " + file);
        }
        return file;
    }
}
