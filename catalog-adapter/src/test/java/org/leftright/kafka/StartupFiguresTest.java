// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/**
 * How long a feed takes in a JVM of its own to be ready with a million products, with and without a
 * checkpoint, with products that are decoded when they come, or when they are first asked for, and
 * in a JVM with nothing but a size of its heap, with what the guide advises, or with that and the
 * parallel collector. Prints figures, and is run for them only:
 *
 * <pre>
 * mvn -pl catalog-adapter -am test -Dtest=StartupFiguresTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfigures=true
 * </pre>
 */
@ExtendWith(BrokerExtension.class)
@EnabledIfSystemProperty(named = "figures", matches = "true")
class StartupFiguresTest {
    private static final int PRODUCTS = 1_000_000;
    private static final int DELTAS = 1_000;
    private static final int ROUNDS = 5;
    private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    /** What a product is to the catalog. */
    private enum Kind {
        /** The bytes, never decoded. */
        BYTES,
        /** JSON, decoded when it comes. */
        EAGER,
        /** JSON, decoded when it comes from the topic, but not from a checkpoint. */
        LAZY
    }

    record Product(String name, String description, int price, int stock, String currency) {}

    /** A product, decoded when it is first asked for. */
    private static final class Kept {
        private final byte[] bytes;
        private @Nullable Product product;

        Kept(byte[] bytes) {
            this.bytes = bytes;
        }

        Product get() {
            Product known = product;
            if (known == null) {
                try {
                    known = JSON.readValue(bytes, Product.class);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                product = known;
            }
            return known;
        }
    }

    @Test
    void aMillionProducts(FeedTopics topics) throws Exception {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("linger.ms", 20, "batch.size", 1 << 18));
        for (int id = 0; id < PRODUCTS; id++) {
            producer.send(product(topics, id, 1));
        }
        producer.flush();
        Path archive = folder.resolve("classes.jsa");
        start(
                topics,
                Kind.LAZY,
                folder.resolve("any"),
                List.of("-XX:ArchiveClassesAtExit=" + archive));
        String archived = "-XX:SharedArchiveFile=" + archive;
        Map<String, List<String>> jvms =
                Map.of(
                        "as it is",
                        List.of(),
                        "as advised",
                        List.of("-Xms2g", HUGE_PAGES, archived),
                        "as advised, parallel collector",
                        List.of("-Xms2g", "-XX:+UseParallelGC", HUGE_PAGES, archived));
        Map<String, long[][]> times = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Kind kind : Kind.values()) {
                for (Map.Entry<String, List<String>> jvm : jvms.entrySet()) {
                    Path file = folder.resolve("checkpoint");
                    long fromTopicMs = start(topics, kind, file, jvm.getValue());
                    for (int id = 0; id < DELTAS; id++) {
                        producer.send(product(topics, id, round));
                    }
                    producer.flush();
                    long[][] ofKind =
                            times.computeIfAbsent(
                                    kind + ", the JVM " + jvm.getKey(), any -> new long[2][ROUNDS]);
                    ofKind[0][round] = fromTopicMs;
                    ofKind[1][round] = start(topics, kind, file, jvm.getValue());
                    Files.delete(file);
                }
            }
        }
        times.forEach(
                (what, ms) ->
                        System.out.printf(
                                Locale.ROOT,
                                "%s: ready in %s ms from the topic, median %,d; in %s ms from a"
                                        + " checkpoint, median %,d%n",
                                what,
                                Arrays.toString(ms[0]),
                                median(ms[0]),
                                Arrays.toString(ms[1]),
                                median(ms[1])));
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static ProducerRecord<byte[], byte[]> product(FeedTopics topics, int id, int round)
            throws IOException {
        Product product =
                new Product("product " + id, "a thing of the shop, " + id, round, id % 97, "EUR");
        return new ProducerRecord<>(
                topics.products, FeedTopics.key(id), JSON.writeValueAsBytes(product));
    }

    /** Starts a feed in a process, which ends when there is a checkpoint; returns its time. */
    private long start(FeedTopics topics, Kind kind, Path file, List<String> options)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx2g");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), StartupFiguresTest.class.getName()));
        command.addAll(List.of(topics.servers, topics.products, topics.entries));
        command.addAll(List.of(kind.name(), file.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return Long.parseLong(printed.lines().findFirst().orElseThrow());
    }

    /** The class path, with jars in the places of folders: only jars can be archived. */
    private String classPath() {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> all = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(each);
            if (Files.isDirectory(path)) {
                Path packed = folder.resolve(all.size() + ".jar");
                if (!Files.exists(packed)) {
                    String[] args = {"cf", packed.toString(), "-C", each, "."};
                    assertThat(jar.run(System.out, System.err, args)).isZero();
                }
                path = packed;
            }
            all.add(path.toString());
        }
        return String.join(File.pathSeparator, all);
    }

    /** Prints how long a feed takes to be ready, in ms. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        boolean isDecoded = Kind.valueOf(args[3]) != Kind.BYTES;
        boolean isEager = Kind.valueOf(args[3]) == Kind.EAGER;
        Path file = Path.of(args[4]);
        ProductCatalog<Kept> catalog =
                ProductCatalog.<Kept>builder().expectedProducts(PRODUCTS).build();
        KafkaCatalogFeed<Kept> feed =
                KafkaCatalogFeed.builder(catalog, (topic, bytes) -> kept(bytes, isDecoded))
                        .bootstrapServers(args[0])
                        .productsTopic(args[1])
                        .catalogTopic(args[2])
                        .checkpoint(
                                file,
                                Serdes.serdeFrom(
                                        (name, product) -> product.bytes,
                                        (name, bytes) -> kept(bytes, isEager)))
                        .build();
        try (feed) {
            long beganNs = System.nanoTime();
            feed.start();
            feed.awaitReady(Duration.ofMinutes(5));
            long tookMs = (System.nanoTime() - beganNs) / 1_000_000;
            assertThat(catalog.productCount()).isEqualTo(PRODUCTS);
            await().until(() -> Files.exists(file));
            out.println(tookMs);
        }
    }

    private static Kept kept(byte[] bytes, boolean isDecoded) {
        Kept product = new Kept(bytes);
        if (isDecoded) {
            product.get();
        }
        return product;
    }
}
