// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the program whose figures the guide shows, small, without those contenders for which 80 MB
 * of other libraries would have to be fetched. Times are not looked at.
 */
class ComparedIT {
    private static final Path SOURCES =
            Path.of("src", "it", "compared", "src", "main", "java", "compared");
    private static final Set<Path> OF_OTHERS =
            Set.of(
                    SOURCES.resolve("GlobalKTables.java"),
                    SOURCES.resolve("Hollow.java"),
                    SOURCES.resolve("KCaches.java"));

    @TempDir Path directory;

    @Test
    void theFeedTearsNoAnswerAndTheBaseLineIsCounted() throws Exception {
        String classes = directory.resolve("classes").toString();
        String path = classes + File.pathSeparator + System.getProperty("java.class.path");
        List<String> sources;
        try (Stream<Path> all = Files.list(SOURCES)) {
            sources = all.filter(file -> !OF_OTHERS.contains(file)).map(Path::toString).toList();
        }
        assertThat(
                        run(
                                "javac",
                                Stream.concat(
                                        Stream.of("-d", classes, "-cp", path), sources.stream())))
                .isEmpty();

        String figures =
                run(
                        "java",
                        Stream.of(
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                path,
                                "compared.Compared",
                                "contenders=LeftRightFeed,PlainMaps",
                                "catalogs=20",
                                "products-per-catalog=50",
                                "catalogs-per-batch=10",
                                "batches=6",
                                "pause-ms=200",
                                "down-ms=1000",
                                "rounds=1",
                                "samples=1000"));

        assertThat(figures.lines())
                .contains("planted: 2 of 4 answers torn")
                .anyMatch(line -> line.matches("\\| leftright: .* \\| 0 of [1-9][0-9,]* \\|.*"))
                .anyMatch(line -> line.matches("\\| consumer loop, .* of [1-9][0-9,]* \\|.*"));
        assertThat(Files.readAllLines(Path.of("guide", "compared.md")))
                .as("the page shows what this program prints")
                .containsAll(figures.lines().filter(line -> line.startsWith("| | ")).toList());
    }

    private String run(String tool, Stream<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        arguments.forEach(command::add);
        Path output = directory.resolve(tool + ".out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        int exitCode = builder.redirectOutput(output.toFile()).start().waitFor();
        String said = Files.readString(output);
        assertThat(exitCode).as(said).isZero();
        return said;
    }
}
