package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs users' programs against the built jars: on the class path and on the module
 * path, with and without Kafka, without a JVM flag, and with nothing on standard error.
 */
class ConsumerIT {
    private static final Path SOURCES = Path.of("src", "it");

    @TempDir Path directory;

    @Test
    void runsOnTheClassPathWithoutKafka() throws Exception {
        runOnClassPath("consumer", libraries());
    }

    @Test
    void runsOnTheModulePathWithoutKafka() throws Exception {
        runOnModulePath("consumer", libraries());
    }

    @Test
    void findsTheFeedOnTheClassPath() throws Exception {
        runOnClassPath("kafka-consumer", withKafka());
    }

    @Test
    void findsTheFeedOnTheModulePath() throws Exception {
        runOnModulePath("kafka-consumer", withKafka());
    }

    private void runOnClassPath(String consumer, List<String> jars) throws Exception {
        String path = String.join(File.pathSeparator, jars);
        Path main = SOURCES.resolve(consumer).resolve("consumer").resolve("Main.java");
        run("javac", "-Xlint:all,-classfile", "-cp", path, "-d", classes(), main.toString());
        assertThat(run("java", "-cp", classes() + File.pathSeparator + path, "consumer.Main"))
                .isEqualTo("ok");
    }

    private void runOnModulePath(String consumer, List<String> jars) throws Exception {
        String path = String.join(File.pathSeparator, jars);
        Path sources = SOURCES.resolve(consumer);
        run(
                "javac",
                "-p",
                path,
                "-d",
                classes(),
                sources.resolve("module-info.java").toString(),
                sources.resolve("consumer").resolve("Main.java").toString());
        assertThat(
                        run(
                                "java",
                                "-p",
                                classes() + File.pathSeparator + path,
                                "-m",
                                "consumer/consumer.Main"))
                .isEqualTo("ok");
    }

    private String classes() {
        return directory.resolve("classes").toString();
    }

    private String run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(Arrays.asList(arguments));
        Path output = directory.resolve(tool + ".out");
        Path errors = directory.resolve(tool + ".err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        int exitCode =
                builder.redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start()
                        .waitFor();
        assertThat(errors).as("standard error of " + tool).content().isEmpty();
        assertThat(exitCode).as(String.join(" ", command)).isZero();
        return Files.readString(output);
    }

    /** What a user has: the two jars and Agrona. */
    private static List<String> libraries() throws IOException {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            built.map(Path::toString)
                    .filter(name -> name.matches(".*leftright-catalog-adapter-[0-9.]+(-SNAPSHOT)?.jar"))
                    .forEach(jars::add);
        }
        assertThat(jars).as("the adapter's jar").hasSize(1);
        jars.add(onClassPath("leftright-core-"));
        jars.add(onClassPath("agrona-"));
        return jars;
    }

    private static List<String> withKafka() throws IOException {
        List<String> jars = libraries();
        jars.add(onClassPath("kafka-clients-"));
        jars.add(onClassPath("slf4j-api-"));
        return jars;
    }

    private static String onClassPath(String name) {
        List<String> found =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> new File(entry).getName().startsWith(name))
                        .filter(entry -> entry.endsWith(".jar"))
                        .toList();
        assertThat(found).as("a jar named " + name).hasSize(1);
        return found.get(0);
    }
}
