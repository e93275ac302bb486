// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One feed at a time keeps a checkpoint, in this process and among others. */
class CheckpointLockTest {
    @TempDir Path folder;

    @Test
    void aLockIsTakenOnceInAProcessUntilItIsReleased() throws Exception {
        CheckpointLock first = new CheckpointLock(folder.resolve("checkpoint"));
        CheckpointLock second = new CheckpointLock(folder.resolve(".").resolve("checkpoint"));
        first.acquire();
        assertThatCode(first::acquire).as("again").doesNotThrowAnyException();
        assertTaken(second);
        second.close();
        assertTaken(second);
        first.close();
        second.acquire();
        assertTaken(first);
        second.close();
    }

    @Test
    void aLockOfAnotherProcessIsTakenUntilTheProcessEnds() throws Exception {
        CheckpointLock lock = new CheckpointLock(folder.resolve("checkpoint"));
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                CheckpointLockTest.class.getName(),
                                folder.resolve("checkpoint").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(other.getInputStream().read()).as("it says that it has it").isEqualTo('+');
            assertTaken(lock);
        } finally {
            other.destroyForcibly().waitFor();
        }
        lock.acquire();
        lock.close();
    }

    /** The other process. */
    public static void main(String[] args) throws Exception {
        new CheckpointLock(Path.of(args[0])).acquire();
        System.out.print('+');
        System.out.flush();
        System.in.read(); // until it is killed, or the test's own process ends
    }

    private static void assertTaken(CheckpointLock lock) {
        assertThatThrownBy(lock::acquire)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another feed keeps it");
    }
}
