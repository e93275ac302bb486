// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A refresh that ends in a clone needs memory for two sides, and not for the old one as well: also
 * in the interpreter, where a local variable keeps what it refers to until its method returns.
 */
class ReloadMemoryTest {
    private static final int ENTRIES = 250_000;

    @TempDir Path directory;

    /** A side takes 6.3 MB: two of them fit into the heap, three do not. */
    @Test
    void aReloadFitsIntoAHeapOfTwoSidesAndABit() throws Exception {
        Path output = directory.resolve("output.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xint",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Xmn2m",
                                "-Xmx19m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Reload.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        int exitCode = process.waitFor();
        assertThat(Files.readString(output)).isEqualTo("3 reloads");
        assertThat(exitCode).isZero();
    }

    /** Runs in a JVM of its own. */
    static final class Reload {
        public static void main(String[] args) {
            LeftRightLongMap<String> map = LeftRightLongMap.create();
            for (int reload = 0; reload < 3; reload++) {
                map.writer()
                        .batch(
                                writer -> {
                                    writer.clear();
                                    writer.load(ENTRIES, Reload::addAll);
                                });
            }
            System.out.print(map.version() + " reloads");
        }

        private static void addAll(LongObjConsumer<String> sink) {
            for (int key = 0; key < ENTRIES; key++) {
                sink.accept(7L * key, "value");
            }
        }
    }
}
