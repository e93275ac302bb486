// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.catalog.ProductCatalog;

/**
 * Options that a feed refuses, and calls that it refuses in its state. Each case is named by its
 * exception and message and leaves the catalog as it was; no broker is needed to find out.
 */
class FeedMisuseTest {
    private static final Duration NEGATIVE = Duration.ofMillis(-1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final SourceTransactions UNTOLD = new DebeziumJson("told", false);
    private static final Path FILE = Path.of("checkpoint");
    private static final StringSerializer STRINGS = new StringSerializer();

    /** What is done with a builder that is complete. */
    interface Act {
        void accept(KafkaCatalogFeedBuilder<String> complete) throws Exception;
    }

    /**
     * @param does what is done
     * @param exception what it must throw, exactly
     * @param message what the message must contain
     * @param startable whether the builder must still make a feed afterwards
     */
    record Case(
            String does,
            Class<? extends Throwable> exception,
            String message,
            boolean startable,
            Act act) {
        @Override
        public String toString() {
            return does;
        }
    }

    private static Case nothing(String does, String message, Act act) {
        return new Case(does, NullPointerException.class, message, true, act);
    }

    private static Case argument(String does, String message, Act act) {
        return new Case(does, IllegalArgumentException.class, message, true, act);
    }

    private static Case zero(String does, String option, Act act) {
        return argument(does, option + " must be more than zero: PT0S", act);
    }

    private static Case negative(String does, String option, Act act) {
        return argument(does, option + " must be more than zero: PT-0.001S", act);
    }

    private static Case call(
            String does, Class<? extends Throwable> exception, String message, Use use) {
        return new Case(does, exception, message, true, b -> with(b, use));
    }

    /** An option that only build() can refuse, and refuses for good. */
    private static Case build(String does, String message, Act act) {
        return new Case(does, IllegalArgumentException.class, message, false, act);
    }

    static Stream<Case> misuses() {
        return Stream.of(nulls(), blanks(), durations(), properties(), missing(), calls())
                .flatMap(List::stream);
    }

    private static List<Case> nulls() {
        return List.of(
                nothing(
                        "feeds no catalog",
                        "catalog",
                        b -> KafkaCatalogFeed.builder(null, new StringDeserializer())),
                nothing(
                        "has no deserializer",
                        "productDeserializer",
                        b -> KafkaCatalogFeed.builder(ProductCatalog.create(), null)),
                nothing("has null for servers", "bootstrapServers", b -> b.bootstrapServers(null)),
                nothing("has null for products", "productsTopic", b -> b.productsTopic(null)),
                nothing("has null for catalogs", "catalogTopic", b -> b.catalogTopic(null)),
                nothing("has null for properties", "properties", b -> b.consumerProperties(null)),
                nothing("makes no consumer", "factory", b -> b.consumerFactory(null)),
                nothing("makes no admin client", "factory", b -> b.adminFactory(null)),
                nothing("follows nobody knows what", "followed", b -> b.partitions(null)),
                nothing("has no interval", "refreshEvery", b -> b.refreshEvery(null)),
                nothing("has no start timeout", "startTimeout", b -> b.startTimeout(null)),
                nothing("has no stale limit", "staleAfter", b -> b.staleAfter(null)),
                nothing("skips poison to nobody", "handler", b -> b.skipPoison(null)),
                nothing(
                        "reads no transactions",
                        "transactions",
                        b -> b.refreshAtSourceTransactions("told", LONG, null)),
                nothing("has no rule", "rule", b -> b.recordRule(null)),
                nothing("reads no ids", "deserializer", b -> b.productKeyDeserializer(null)),
                nothing("reads no entries", "deserializer", b -> b.entryKeyDeserializer(null)),
                nothing("has no checkpoint", "file", b -> b.checkpoint(null, STRINGS)),
                nothing(
                        "has no serializer",
                        "serializer",
                        b -> b.checkpoint(FILE, (Serializer<String>) null)),
                nothing("has no name", "name", b -> b.name(null)),
                nothing("tells nobody", "listener", b -> b.listener(null)));
    }

    private static List<Case> blanks() {
        return List.of(
                argument(
                        "has a blank address",
                        "bootstrapServers must not be blank",
                        b -> b.bootstrapServers(" ")),
                argument(
                        "has a topic without a name",
                        "productsTopic must not be blank",
                        b -> b.productsTopic("")),
                argument(
                        "has a catalog topic without a name",
                        "catalogTopic must not be blank",
                        b -> b.catalogTopic("")),
                argument(
                        "has a topic of transactions without a name",
                        "refreshAtSourceTransactions must not be blank",
                        b -> b.refreshAtSourceTransactions(" ", LONG, UNTOLD)),
                argument("has a blank name", "name must not be blank", b -> b.name(" ")));
    }

    private static List<Case> durations() {
        return List.of(
                zero("refreshes every no time", "refreshEvery", b -> b.refreshEvery(Duration.ZERO)),
                negative(
                        "refreshes every negative time",
                        "refreshEvery",
                        b -> b.refreshEvery(NEGATIVE)),
                zero(
                        "waits for no source transaction",
                        "refreshAtSourceTransactions",
                        b -> b.refreshAtSourceTransactions("told", Duration.ZERO, UNTOLD)),
                argument(
                        "refreshes every no records",
                        "refreshEveryRecords must be 1 or more: 0",
                        b -> b.refreshEveryRecords(0)),
                zero(
                        "writes checkpoints every no time",
                        "checkpointEvery",
                        b -> b.checkpointEvery(Duration.ZERO)),
                negative(
                        "trusts checkpoints for a negative time",
                        "maxAge",
                        b -> b.maxAge(NEGATIVE)),
                argument(
                        "keeps a checkpoint in a folder that is not there",
                        "a folder that exists: no-such-folder",
                        b -> b.checkpoint(Path.of("no-such-folder", "file"), STRINGS)),
                argument(
                        "keeps a checkpoint in place of a folder",
                        "the checkpoint must be a file",
                        b -> b.checkpoint(Path.of("."), STRINGS)),
                argument(
                        "makes a marker with a negative number",
                        "the number of a marker must not be negative: -1",
                        b -> BatchMarker.record("products", 0, -1)),
                zero(
                        "looks for the broker for no time",
                        "startTimeout",
                        b -> b.startTimeout(Duration.ZERO)),
                negative(
                        "looks for the broker for a negative time",
                        "startTimeout",
                        b -> b.startTimeout(NEGATIVE)),
                zero("is stale at once", "staleAfter", b -> b.staleAfter(Duration.ZERO)),
                negative(
                        "is stale after a negative time",
                        "staleAfter",
                        b -> b.staleAfter(NEGATIVE)));
    }

    private static List<Case> properties() {
        return List.of(
                argument(
                        "does not look whether records are damaged",
                        "check.crcs cannot be false: damaged records would be shown",
                        b -> b.consumerProperties(Map.of("check.crcs", false))),
                argument(
                        "turns the checksums off in another way",
                        "check.crcs cannot be FALSE: damaged records would be shown",
                        b -> b.consumerProperties(Map.of("check.crcs", "FALSE"))),
                argument(
                        "polls for no records",
                        "Invalid value 0 for configuration max.poll.records",
                        b -> b.consumerProperties(Map.of("max.poll.records", 0))),
                argument(
                        "has three wrong properties",
                        "wrong consumer properties: check.crcs cannot be false: damaged records"
                                + " would be shown; Invalid value many for configuration"
                                + " max.poll.records: Not a number of type INT; Invalid value -5"
                                + " for configuration receive.buffer.bytes",
                        b ->
                                b.consumerProperties(
                                        Map.of(
                                                "max.poll.records",
                                                "many",
                                                "check.crcs",
                                                "false",
                                                "receive.buffer.bytes",
                                                -5))),
                build(
                        "has properties that do not go together",
                        "When the security.protocol configuration enables SASL",
                        b ->
                                b.consumerProperties(
                                                Map.of(
                                                        "security.protocol", "SASL_SSL",
                                                        "sasl.mechanism", ""))
                                        .build()));
    }

    private static List<Case> missing() {
        return List.of(
                build(
                        "follows no topic",
                        "the feed needs productsTopic or catalogTopic",
                        b -> fresh().bootstrapServers("127.0.0.1:1").build()),
                build(
                        "asks no broker",
                        "the feed needs bootstrapServers",
                        b -> fresh().productsTopic("products").build()),
                build(
                        "takes one topic for two",
                        "productsTopic and catalogTopic are both products",
                        b -> b.catalogTopic("products").build()),
                build(
                        "takes a topic for that of the transactions",
                        "the topic products cannot be that of the source transactions",
                        b -> b.refreshAtSourceTransactions("products", LONG, UNTOLD).build()),
                build(
                        "counts events of partitions that it leaves out",
                        "partitions(...) leaves some out",
                        b ->
                                b.refreshAtSourceTransactions("transaction", LONG, UNTOLD)
                                        .partitions(partition -> partition == 0)
                                        .build()));
    }

    private static List<Case> calls() {
        return List.of(
                call(
                        "starts twice",
                        IllegalStateException.class,
                        "catalog-feed was started before",
                        feed -> {
                            feed.start();
                            feed.start();
                        }),
                call(
                        "starts after close",
                        IllegalStateException.class,
                        "catalog-feed is closed",
                        feed -> {
                            feed.close();
                            feed.start();
                        }),
                call(
                        "starts after start and close",
                        IllegalStateException.class,
                        "catalog-feed is closed",
                        feed -> {
                            feed.start();
                            feed.close();
                            feed.start();
                        }),
                nothing("waits for no time", "limit", b -> with(b, f -> f.awaitReady(null))),
                argument(
                        "waits for a negative time",
                        "limit must not be negative: PT-0.001S",
                        b -> with(b, feed -> feed.awaitReady(NEGATIVE))),
                call(
                        "waits for a feed that was not started",
                        FeedException.class,
                        "catalog-feed is not ready within PT0S",
                        feed -> feed.awaitReady(Duration.ZERO)),
                call(
                        "waits for a feed that was closed",
                        FeedException.class,
                        "catalog-feed was closed before it was ready",
                        feed -> {
                            feed.close();
                            feed.awaitReady(Duration.ofMinutes(1));
                        }),
                argument(
                        "asks for the offset of a partition that is not followed",
                        "products-3 is not followed",
                        b -> new TopicOffsets(Map.of(), null).next("products", 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void isNamedAndChangesNothing(Case misuse) {
        ProductCatalog<String> catalog = ProductCatalog.create();
        catalog.applyBatch("first", batch -> batch.upsertProduct(1, "tea"));
        KafkaCatalogFeedBuilder<String> builder =
                KafkaCatalogFeed.builder(catalog, new StringDeserializer())
                        .bootstrapServers("127.0.0.1:1")
                        .productsTopic("products")
                        .name("catalog-feed");

        assertThatThrownBy(() -> misuse.act.accept(builder))
                .isExactlyInstanceOf(misuse.exception)
                .hasMessageContaining(misuse.message);

        assertThat(catalog.version()).isOne();
        assertThat(catalog.attachment()).isEqualTo("first");
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(catalog.writer().pendingOpCount()).isZero();
        if (misuse.startable) {
            try (KafkaCatalogFeed<String> feed = builder.build()) {
                assertThat(feed.status().state()).isEqualTo(FeedState.STARTING);
            }
        }
    }

    private static KafkaCatalogFeedBuilder<String> fresh() {
        return KafkaCatalogFeed.builder(ProductCatalog.create(), new StringDeserializer());
    }

    /** What is done with a feed. */
    private interface Use {
        void accept(KafkaCatalogFeed<String> feed) throws Exception;
    }

    private static void with(KafkaCatalogFeedBuilder<String> builder, Use use) throws Exception {
        try (KafkaCatalogFeed<String> feed = builder.build()) {
            use.accept(feed);
        }
    }
}
