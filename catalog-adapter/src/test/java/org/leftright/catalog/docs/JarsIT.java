// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's own tools say of the jars. */
class JarsIT {
    @TempDir Path directory;

    @Test
    void usesNothingInternalOfTheJdk() throws Exception {
        String said =
                run(
                        "jdeps",
                        "--jdk-internals",
                        "--multi-release",
                        "17",
                        "--module-path",
                        path(
                                "leftright-core-",
                                "agrona-",
                                "kafka-clients-",
                                "micrometer-",
                                "jspecify-"),
                        "--add-modules",
                        "kafka.clients,micrometer.core",
                        adapter());
        assertThat(said.lines().map(String::strip))
                .noneMatch(line -> line.startsWith("org.leftright"))
                .as("jdeps can see such things: Agrona has one, which is not used here")
                .anyMatch(line -> line.startsWith("org.agrona.UnsafeApi"));
    }

    @Test
    void theCoreNeedsAgronaAndTheFlightRecorderOnly() {
        String said =
                run(
                        "jdeps",
                        "-summary",
                        "--multi-release",
                        "17",
                        "--module-path",
                        path("agrona-", "jspecify-"),
                        "--add-modules",
                        "jdk.jfr,org.jspecify",
                        path("leftright-core-"));
        assertThat(said.lines().filter(line -> line.startsWith("org.leftright -> ")))
                .containsExactlyInAnyOrder(
                        "org.leftright -> java.base",
                        "org.leftright -> org.agrona",
                        "org.leftright -> jdk.jfr",
                        "org.leftright -> org.jspecify");
    }

    /** The documents say so; if this fails, there is something good to say. */
    @Test
    void jlinkRefusesAgronaBecauseItIsAnAutomaticModule() {
        String said =
                run(
                        "jlink",
                        "--module-path",
                        path("leftright-core-", "agrona-"),
                        "--add-modules",
                        "org.leftright",
                        "--output",
                        directory.resolve("image").toString());
        assertThat(said).contains("automatic module cannot be used with jlink: org.agrona");
    }

    private static String run(String tool, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        return output.toString();
    }

    private static String adapter() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.map(Path::toString)
                    .filter(name -> name.matches(".*-adapter-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String path(String... names) {
        return Stream.of(names).map(JarsIT::jar).collect(Collectors.joining(File.pathSeparator));
    }

    private static String jar(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).getName().startsWith(name))
                .filter(entry -> entry.endsWith(".jar"))
                .findFirst()
                .orElseThrow();
    }
}
