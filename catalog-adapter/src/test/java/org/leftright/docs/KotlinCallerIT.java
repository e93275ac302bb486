// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller in Kotlin, whose compiler knows from the annotations what may be null. */
class KotlinCallerIT {
    private static final Path SOURCES = Path.of("src", "it", "kotlin-consumer");
    private static final Pattern ERROR = Pattern.compile("Nulls\\.kt:(\\d+):\\d+: error:");

    @TempDir Path directory;

    @Test
    void compilesWithoutAWarningAndRuns() throws Exception {
        Outcome compiled = compile("Main.kt", "-Werror"); // the JVM may warn of the compiler
        assertThat(compiled.exitCode()).as(compiled.output()).isZero();

        List<String> path = new ArrayList<>(List.of(classes()));
        path.addAll(libraries());
        assertThat(run("-cp", join(path), "consumer.MainKt")).isEqualTo(new Outcome(0, "ok"));
    }

    @Test
    void isRefusedWhatIgnoresNullAndNothingElse() throws Exception {
        List<String> lines = Files.readAllLines(SOURCES.resolve("Nulls.kt"));
        Set<Integer> expected =
                IntStream.rangeClosed(1, lines.size())
                        .filter(number -> lines.get(number - 1).contains("// refused"))
                        .boxed()
                        .collect(Collectors.toCollection(TreeSet::new));

        Outcome outcome = compile("Nulls.kt");

        Set<Integer> refused = new TreeSet<>();
        ERROR.matcher(outcome.output())
                .results()
                .forEach(error -> refused.add(Integer.valueOf(error.group(1))));
        assertThat(refused).as(outcome.output()).isEqualTo(expected).isNotEmpty();
    }

    private Outcome compile(String source, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-cp", join(compiler())));
        arguments.add("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
        arguments.addAll(List.of("-no-stdlib", "-no-reflect", "-jvm-target", "17"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-cp", join(libraries()), "-d", classes()));
        arguments.add(SOURCES.resolve(source).toString());
        return run(arguments.toArray(String[]::new));
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        int exitCode = builder.redirectOutput(output.toFile()).start().waitFor();
        return new Outcome(exitCode, Files.readString(output));
    }

    private String classes() {
        return directory.resolve("classes").toString();
    }

    private static String join(List<String> jars) {
        return String.join(File.pathSeparator, jars);
    }

    /** What a user has: the two jars, Agrona, which the core needs, and Kotlin's library. */
    private static List<String> libraries() throws IOException {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            built.map(Path::toString)
                    .filter(name -> name.matches(".*-adapter-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .forEach(jars::add);
        }
        assertThat(jars).as("the adapter's jar").hasSize(1);
        jars.addAll(onClassPath("leftright-core-", "agrona-", "kotlin-stdlib-"));
        return jars;
    }

    private static List<String> compiler() {
        return onClassPath("kotlin-", "kotlinx-", "annotations-");
    }

    private static List<String> onClassPath(String... names) {
        List<String> found =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> entry.endsWith(".jar"))
                        .filter(
                                entry ->
                                        Stream.of(names)
                                                .anyMatch(new File(entry).getName()::startsWith))
                        .toList();
        assertThat(found).as("jars named " + String.join(", ", names)).isNotEmpty();
        return found;
    }
}
