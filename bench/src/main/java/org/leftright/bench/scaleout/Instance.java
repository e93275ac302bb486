// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.leftright.bench.demo.DeltaTopics;
import org.leftright.bench.demo.Product;
import org.leftright.bench.demo.ProductJson;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.FeedListener;
import org.leftright.kafka.KafkaCatalogFeed;
import org.leftright.kafka.TopicOffsets;

/**
 * One instance of the service, a process: a catalog, its feed, and a checkpoint. Its standard input
 * tells it what to serve, then asks questions, a line each; it answers on its standard output, and
 * ends with its input, so that it never outlives who started it.
 */
final class Instance {
    /** Begins each line that is an answer: the virtual machine may print others. */
    static final String ANSWER = "answer ";

    /** How long anything may take, on a machine that has much else to do. */
    static final Duration LIMIT = Duration.ofMinutes(3);

    static final JsonMapper JSON = new JsonMapper();

    private final ProductCatalog<Product> catalog = ProductCatalog.create();
    private final List<String> skipped = new CopyOnWriteArrayList<>();
    private final KafkaCatalogFeed<Product> feed;

    /**
     * What an instance serves.
     *
     * @param name what to call it
     * @param topics the topics
     * @param router how they are shared
     * @param shard whose part it serves; a replica is the only shard
     * @param checkpoint the file of its checkpoint
     */
    record Duty(
            String name, DeltaTopics topics, ShardRouter router, int shard, String checkpoint) {}

    /**
     * The first answer.
     *
     * @param ms from the feed's start until it was ready
     * @param processMs from the start of the process until then
     * @param recordCount how many records it read
     */
    record Ready(long ms, long processMs, long recordCount) {}

    /**
     * The answer to {@code contents} and the ends of the partitions, once all is read up to there.
     *
     * @param digest of the whole catalog, in one section
     * @param strayCount entries whose product is not here
     * @param skipped the records that could not be decoded, and why
     */
    record Contents(Digest digest, int strayCount, List<String> skipped) {}

    private Instance(Duty duty) {
        feed =
                KafkaCatalogFeed.builder(catalog, ProductJson::read)
                        .name(duty.name)
                        .consumerProperties(duty.topics.consumerConfig())
                        .productsTopic(duty.topics.products())
                        .catalogTopic(duty.topics.members())
                        .partitions(duty.router.ownedBy(duty.shard))
                        .checkpoint(Path.of(duty.checkpoint), ProductJson::write)
                        .checkpointEvery(Duration.ofMillis(500))
                        .skipPoison(
                                (record, cause) ->
                                        skipped.add(
                                                String.format(
                                                        "%s-%d offset %d, %s: %s",
                                                        record.topic(),
                                                        record.partition(),
                                                        record.offset(),
                                                        cause.getMessage(),
                                                        firstLine(cause.getCause()))))
                        .listener(
                                new FeedListener() {
                                    @Override
                                    public void onRefresh(TopicOffsets offsets) {
                                        refreshed();
                                    }
                                })
                        .build();
    }

    private static String firstLine(@Nullable Throwable cause) {
        return cause == null
                ? ""
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Serves until the input ends.
     *
     * @param args none
     * @throws Exception if it cannot
     */
    public static void main(String[] args) throws Exception {
        try (BufferedReader questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            @Nullable String duty = questions.readLine();
            if (duty == null) {
                throw new EOFException("nothing to serve");
            }
            Instance instance = new Instance(JSON.readValue(duty, Duty.class));
            try (KafkaCatalogFeed<Product> feed = instance.feed) {
                long began = System.nanoTime();
                feed.start();
                feed.awaitReady(LIMIT);
                long ms = (System.nanoTime() - began) / 1_000_000;
                long processBeganMs = ManagementFactory.getRuntimeMXBean().getStartTime();
                long processMs = System.currentTimeMillis() - processBeganMs;
                say(new Ready(ms, processMs, feed.status().recordCount()));
                for (String line = questions.readLine();
                        line != null;
                        line = questions.readLine()) {
                    String[] words = line.split(" ", 2);
                    say(instance.answer(words[0], words[1]));
                }
            }
        }
    }

    private static void say(Object answer) throws IOException {
        System.out.println(ANSWER + JSON.writeValueAsString(answer));
    }

    private Object answer(String question, String about) throws Exception {
        return switch (question) {
            case "contents" -> contentsAt(JSON.readValue(about, new TypeReference<>() {}));
            case "having" ->
                    Arrays.stream(JSON.readValue(about, long[].class))
                            .filter(id -> catalog.product(id) != null)
                            .toArray();
            case "catalog" -> catalog.productIds(Long.parseLong(about));
            default -> throw new IllegalArgumentException(question);
        };
    }

    private synchronized void refreshed() {
        notifyAll();
    }

    private synchronized Contents contentsAt(Map<String, Long> ends) throws Exception {
        long began = System.nanoTime();
        while (!hasReached(ends)) {
            long leftMs = LIMIT.minusNanos(System.nanoTime() - began).toMillis();
            if (leftMs <= 0) {
                throw new TimeoutException(
                        "has read up to " + catalog.attachment() + ", not to " + ends);
            }
            wait(leftMs);
        }
        return catalog.read(this::contents);
    }

    private boolean hasReached(Map<String, Long> ends) {
        return catalog.attachment() instanceof TopicOffsets offsets
                && offsets.next().entrySet().stream()
                        .allMatch(
                                next ->
                                        next.getValue()
                                                >= ends.getOrDefault(next.getKey().toString(), 0L));
    }

    private Contents contents(CatalogView<Product> view) {
        Digest.Adder adder = new Digest.Adder();
        view.forEachProduct(adder::product);
        int[] strayCount = {0};
        for (long catalogId : view.catalogIds()) {
            view.forEachProductId(
                    catalogId,
                    productId -> {
                        adder.entry(catalogId, productId);
                        strayCount[0] += view.containsProduct(productId) ? 0 : 1;
                    });
        }
        return new Contents(adder.total(), strayCount[0], List.copyOf(skipped));
    }
}
