// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leftright.kafka.broker.EmbeddedBroker;

/**
 * Compiles and runs users' programs against the built jars: on the class path and on the module
 * path, with and without Kafka, without a JVM flag, and without a warning on standard error.
 */
class ConsumerIT {
    private static final Path SOURCES = Path.of("src", "it");
    private static final String SEPARATOR = File.pathSeparator;
    private static final String STRAGGLER_BY_SLF4J =
            "[main] WARN org.leftright - straggler: thread \"slow-reader\"";

    @TempDir Path directory;

    /** How the JVM finds what it runs. */
    private enum By {
        CLASS_PATH,
        MODULE_PATH
    }

    @ParameterizedTest
    @EnumSource
    void aCatalogRunsWithoutKafka(By path) throws Exception {
        compile(path, "consumer", libraries());

        assertThat(run(path, libraries())).isEqualTo(new Outcome("ok", ""));
    }

    @ParameterizedTest
    @EnumSource
    void aFeedRuns(By path) throws Exception {
        compile(path, "kafka-consumer", withKafka());

        try (EmbeddedBroker broker = brokerWithTea()) {
            Outcome outcome = run(path, withKafka(), broker.bootstrapServers(), "products");
            assertThat(outcome.output()).isEqualTo("tea");
            assertThat(warnings(outcome)).doesNotContainIgnoringCase("warn");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCatalogShowsItsMetersWithoutKafka(By path) throws Exception {
        compile(path, "metrics-consumer", withMicrometer());

        assertThat(run(path, withMicrometer())).isEqualTo(new Outcome("1.0", ""));
    }

    @Test
    void theLogGoesToStandardErrorByItself() throws Exception {
        compile(By.CLASS_PATH, "logging-consumer", libraries());

        assertThat(run(By.CLASS_PATH, libraries()).errors())
                .contains("org.leftright.")
                .contains("WARNING: straggler: thread \"slow-reader\"")
                .contains("consumer.Main.stays(Main.java:");
    }

    @ParameterizedTest
    @EnumSource
    void theLogGoesToSlf4jWithItsBridge(By path) throws Exception {
        compile(path, "logging-consumer", libraries());

        assertThat(run(path, with(libraries(), slf4jBridge())).errors())
                .contains(STRAGGLER_BY_SLF4J)
                .contains("consumer.Main.stays(Main.java:");
    }

    @Test
    void theFeedsLogGoesToSlf4jAsKafkasDoes() throws Exception {
        List<String> jars = with(libraries(), List.of(onClassPath("kafka-clients-")));
        compile(By.CLASS_PATH, "kafka-consumer", jars);

        try (EmbeddedBroker broker = brokerWithTea()) {
            List<String> all = with(jars, slf4jBridge());
            Outcome outcome = run(By.CLASS_PATH, all, broker.bootstrapServers(), "products");
            assertThat(outcome.output()).isEqualTo("tea");
            assertThat(outcome.errors()).contains("INFO org.leftright.kafka.KafkaFeed - ");
        }
    }

    /** A feed starts, reads, keeps a checkpoint, begins with it, and closes its clients. */
    @Test
    void aFeedRunsWithOlderClientsOfKafka() throws Exception {
        List<String> clients = jarsIn(Path.of("target", "kafka-clients"));
        assertThat(clients).hasSize(3);
        compile(By.CLASS_PATH, "kafka-consumer", withKafka());
        try (EmbeddedBroker broker = brokerWithTea()) {
            for (String client : clients) {
                List<String> jars = new ArrayList<>(withKafka());
                jars.remove(onClassPath("kafka-clients-"));
                jars.add(client);
                Path checkpoint = directory.resolve(Path.of(client).getFileName() + ".checkpoint");
                for (String from : List.of("read 1 records", "begins with the checkpoint")) {
                    Outcome outcome =
                            run(
                                    By.CLASS_PATH,
                                    jars,
                                    broker.bootstrapServers(),
                                    "products",
                                    checkpoint.toString());
                    assertThat(outcome.output()).as(client).isEqualTo("tea");
                    assertThat(outcome.errors()).as(client).contains(from);
                    assertThat(warnings(outcome)).as(client).doesNotContainIgnoringCase("warn");
                }
            }
        }
    }

    /** But for that of a busy machine, on which the broker is slow to answer. */
    private static String warnings(Outcome outcome) {
        return outcome.errors().replaceAll("WARNING: .* waits at the start: .*", "");
    }

    private EmbeddedBroker brokerWithTea() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
        broker.createTopic("products", 1, Map.of("cleanup.policy", "compact"));
        try (KafkaProducer<Long, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new LongSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>("products", 17L, "tea")).get();
        }
        return broker;
    }

    private void compile(By path, String consumer, List<String> jars) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Xlint:all,-requires-automatic"));
        command.addAll(List.of("-d", classes(), main(consumer)));
        if (path == By.CLASS_PATH) {
            command.addAll(List.of("-cp", join(jars)));
        } else {
            command.addAll(List.of("-p", join(jars)));
            command.add(SOURCES.resolve(consumer).resolve("module-info.java").toString());
        }
        assertThat(run("javac", command)).isEqualTo(new Outcome("", ""));
    }

    private Outcome run(By path, List<String> jars, String... arguments) throws Exception {
        String all = classes() + SEPARATOR + join(jars);
        List<String> command =
                path == By.CLASS_PATH
                        ? new ArrayList<>(List.of("-cp", all, "consumer.Main"))
                        : new ArrayList<>(List.of("-p", all, "-m", "consumer/consumer.Main"));
        command.addAll(List.of(arguments));
        return run("java", command);
    }

    private record Outcome(String output, String errors) {}

    private Outcome run(String tool, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(arguments);
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
        Outcome outcome = new Outcome(Files.readString(output), Files.readString(errors));
        assertThat(exitCode).as("%s: %s", String.join(" ", command), outcome).isZero();
        return outcome;
    }

    private static String main(String consumer) {
        return SOURCES.resolve(consumer).resolve("consumer").resolve("Main.java").toString();
    }

    private String classes() {
        return directory.resolve("classes").toString();
    }

    private static String join(List<String> jars) {
        return String.join(SEPARATOR, jars);
    }

    /** What a user has: the two jars, and Agrona, which the core needs. */
    private static List<String> libraries() throws IOException {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            built.map(Path::toString)
                    .filter(
                            name ->
                                    name.matches(
                                            ".*leftright-catalog-adapter-[0-9.]+(-SNAPSHOT)?.jar"))
                    .forEach(jars::add);
        }
        assertThat(jars).as("the adapter's jar").hasSize(1);
        jars.add(onClassPath("leftright-core-"));
        jars.add(onClassPath("agrona-"));
        return jars;
    }

    /** Kafka's client, with what it needs to log and to talk to a broker without compression. */
    private static List<String> withKafka() throws IOException {
        List<String> jars = libraries();
        jars.add(onClassPath("kafka-clients-"));
        jars.add(onClassPath("slf4j-api-"));
        jars.add(onClassPath("slf4j-simple-"));
        return jars;
    }

    private static List<String> withMicrometer() throws IOException {
        List<String> jars = libraries();
        for (String name :
                List.of(
                        "micrometer-core-",
                        "micrometer-commons-",
                        "micrometer-observation-",
                        "HdrHistogram-",
                        "LatencyUtils-",
                        "jspecify-")) {
            jars.add(onClassPath(name));
        }
        return jars;
    }

    /** SLF4J, its bridge from System.Logger, and a backend; the build has put them there. */
    private static List<String> slf4jBridge() throws IOException {
        return jarsIn(Path.of("target", "slf4j"));
    }

    private static List<String> jarsIn(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.map(Path::toString).toList();
        }
    }

    private static List<String> with(List<String> jars, List<String> more) {
        return Stream.concat(jars.stream(), more.stream()).toList();
    }

    private static String onClassPath(String name) {
        List<String> found =
                Stream.of(System.getProperty("java.class.path").split(SEPARATOR))
                        .filter(entry -> new File(entry).getName().startsWith(name))
                        .filter(entry -> entry.endsWith(".jar"))
                        .toList();
        assertThat(found).as("a jar named " + name).hasSize(1);
        return found.get(0);
    }
}
