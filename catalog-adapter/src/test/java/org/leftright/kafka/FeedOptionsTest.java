// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.GroupIdSets;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;
import org.leftright.catalog.ProductCatalog;

/** Feeds that are set by properties instead of code. */
@ExtendWith(BrokerExtension.class)
class FeedOptionsTest {
    private static final Path GUIDE = Path.of("guide", "kafka-in-production.md");

    @TempDir Path folder;
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aFeedThatIsSetByPropertiesAloneFollowsItsTopicsAndKeepsItsCheckpoint(FeedTopics topics)
            throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        Path file = folder.resolve("shop.checkpoint");
        String text =
                """
                bootstrap.servers=%s
                client.id=shop-1
                leftright.name=shop
                leftright.products.topic=%s
                leftright.catalog.topic=%s
                leftright.stale.after.ms=3000
                leftright.checkpoint.file=%s
                leftright.checkpoint.interval.ms = 10
                """
                        .formatted(
                                topics.broker.bootstrapServers(),
                                topics.products,
                                topics.entries,
                                file.toString().replace("\\", "\\\\"));
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(catalog)
                                .properties(properties)
                                .checkpointSerializer(new StringSerializer()));
        assertThat(feed).hasToString("shop[LIVE]");
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(catalog.catalogContains(7, 1)).isTrue();
        await().until(() -> Files.exists(file));
    }

    @Test
    void eachKeySetsWhatItsMethodSets() {
        KafkaCatalogFeedBuilder<String> byKeys = builder(catalog);
        byKeys.properties(
                Map.ofEntries(
                        Map.entry("bootstrap.servers", "127.0.0.1:1"),
                        Map.entry("max.poll.records", "17"),
                        Map.entry("leftright.name", "shop"),
                        Map.entry("leftright.refresh.interval.ms", "1000"),
                        Map.entry("leftright.refresh.records", 20),
                        Map.entry("leftright.start.timeout.ms", 3_000L),
                        Map.entry("leftright.restart.after.ms", 0),
                        Map.entry("leftright.stale.after.ms", "5000"),
                        Map.entry("leftright.max.age.ms", "6000"),
                        Map.entry("leftright.poison.limit", "7"),
                        Map.entry("leftright.poison.within.ms", "8000"),
                        Map.entry("leftright.checkpoint.file", folder.resolve("f").toString()),
                        Map.entry("leftright.checkpoint.interval.ms", "9000")));
        KafkaCatalogFeedBuilder<String> byMethods =
                builder(catalog)
                        .bootstrapServers("127.0.0.1:1")
                        .consumerProperties(Map.of("max.poll.records", "17"))
                        .name("shop")
                        .refreshEvery(Duration.ofSeconds(1))
                        .refreshEveryRecords(20)
                        .startTimeout(Duration.ofSeconds(3))
                        .restartAfter(Duration.ZERO)
                        .staleAfter(Duration.ofSeconds(5))
                        .maxAge(Duration.ofSeconds(6))
                        .skipPoisonUpTo(7, Duration.ofSeconds(8))
                        .checkpoint(folder.resolve("f"), new StringSerializer())
                        .checkpointEvery(Duration.ofSeconds(9));
        assertSame(settings(byKeys), settings(byMethods));

        byKeys.properties(
                Map.of("leftright.refresh", "on.marker", "leftright.marker.timeout.ms", "10"));
        byMethods.refreshOnMarker(Duration.ofMillis(10));
        assertSame(settings(byKeys), settings(byMethods));

        byKeys.properties(Map.of("leftright.refresh", "between.transactions"));
        byMethods.refreshBetweenTransactions();
        assertSame(settings(byKeys), settings(byMethods));

        byKeys.properties(Map.of("leftright.refresh", "each.poll"));
        byMethods.refreshEachPoll();
        assertSame(settings(byKeys), settings(byMethods));
    }

    @Test
    void theDefaultsOfTheKeysAreThoseOfTheMethods() {
        Map<String, Object> defaults = new HashMap<>();
        for (ConfigKey key : FeedOptions.OF_ALL.configKeys().values()) {
            if (key.defaultValue != null && !key.name.equals("leftright.marker.timeout.ms")) {
                defaults.put(key.name, String.valueOf(key.defaultValue));
            }
        }
        KafkaCatalogFeedBuilder<String> plain = builder(catalog).bootstrapServers("localhost:1");
        plain.name("shop").checkpoint(folder.resolve("f"), new StringSerializer());
        KafkaCatalogFeedBuilder<String> set = builder(catalog).bootstrapServers("localhost:1");
        set.name("shop").checkpoint(folder.resolve("f"), new StringSerializer());
        assertSame(settings(set.properties(defaults)), settings(plain));
        assertSame(
                settings(set.properties(Map.of("leftright.refresh", "on.marker"))),
                settings(plain.refreshOnMarker()));
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        KafkaCatalogFeedBuilder<String> builder =
                builder(catalog)
                        .bootstrapServers("localhost:1")
                        .refreshOnMarker()
                        .staleAfter(Duration.ofSeconds(1))
                        .properties(Map.of("leftright.max.age.ms", 5));
        FeedSettings settings = settings(builder);
        assertThat(settings.refresh().onMarker()).isTrue();
        assertThat(settings.staleAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.maxAge()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void propertiesHaveTheirDefaults() {
        Properties defaults = new Properties();
        defaults.setProperty("bootstrap.servers", "localhost:1");
        defaults.setProperty("leftright.stale.after.ms", "1");
        defaults.setProperty("leftright.max.age.ms", "1");
        Properties properties = new Properties(defaults);
        properties.setProperty("leftright.max.age.ms", "2");
        FeedSettings settings = settings(builder(catalog).properties(properties));
        assertThat(settings.staleAfter()).isEqualTo(Duration.ofMillis(1));
        assertThat(settings.maxAge()).isEqualTo(Duration.ofMillis(2));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        Map.of("leftright.stale.after", 1, "leftright.stale", 1),
                        "wrong properties: the feed has no [leftright.stale,"
                                + " leftright.stale.after] but leftright.catalog.topic,"
                                + " leftright.checkpoint.file, leftright.checkpoint.interval.ms,"
                                + " leftright.marker.timeout.ms,"),
                Arguments.of(
                        Map.of("leftright.stale.after.ms", "soon"),
                        "Invalid value soon for configuration leftright.stale.after.ms: Not a"
                                + " number of type LONG"),
                Arguments.of(
                        Map.of("leftright.stale.after.ms", Duration.ofSeconds(1)),
                        "Invalid value PT1S for configuration leftright.stale.after.ms: Expected"
                                + " value to be a 64-bit integer (long), but it was a"
                                + " java.time.Duration"),
                Arguments.of(
                        Map.of("leftright.stale.after.ms", 0),
                        "Invalid value 0 for configuration leftright.stale.after.ms: must be at"
                                + " least 1"),
                Arguments.of(
                        Map.of("leftright.restart.after.ms", "-1"),
                        "Invalid value -1 for configuration leftright.restart.after.ms: must be at"
                                + " least 0"),
                Arguments.of(
                        Map.of("leftright.name", " "),
                        "Invalid value  for configuration leftright.name: it must not be blank"),
                Arguments.of(
                        nullFor("leftright.max.age.ms"),
                        "Invalid value null for configuration leftright.max.age.ms: must not be"
                                + " null"),
                Arguments.of(
                        Map.of("leftright.refresh", "sometimes"),
                        "Invalid value sometimes for configuration leftright.refresh: String must"
                                + " be one of: each.poll, on.marker, between.transactions"),
                Arguments.of(
                        Map.of("leftright.checkpoint.file", "no/such/folder/file"),
                        "Invalid value no/such/folder/file for configuration"
                                + " leftright.checkpoint.file: the checkpoint must be a file in a"
                                + " folder that exists: no/such/folder/file"),
                Arguments.of(
                        Map.of("leftright.refresh", "on.marker", "leftright.refresh.records", 5),
                        "leftright.refresh.records needs leftright.refresh=each.poll"),
                Arguments.of(
                        Map.of("leftright.marker.timeout.ms", 5),
                        "leftright.marker.timeout.ms needs leftright.refresh=on.marker"),
                Arguments.of(Map.of(5, "five"), "wrong properties: 5 is not a String, as keys are"),
                Arguments.of(
                        Map.of(
                                "check.crcs",
                                false,
                                "leftright.max.age.ms",
                                "",
                                "max.poll.records",
                                "many"),
                        "wrong properties: check.crcs cannot be false: damaged records would be"
                                + " shown; Invalid value  for configuration leftright.max.age.ms:"
                                + " Not a number of type LONG; Invalid value many for"
                                + " configuration max.poll.records: Not a number of type INT"));
    }

    private static Map<String, Object> nullFor(String key) {
        Map<String, Object> map = new HashMap<>();
        map.put(key, null);
        return map;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isRefusedByNameAndNothingIsSet(Map<?, ?> properties, String message) {
        KafkaCatalogFeedBuilder<String> builder = builder(catalog).bootstrapServers("localhost:1");
        FeedSettings before = settings(builder.name("before"));
        Map<Object, Object> also = new HashMap<>(properties);
        also.putIfAbsent("leftright.name", "after");
        also.putIfAbsent("max.poll.records", "17");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.properties(also))
                .withMessageContaining(message);
        assertSame(settings(builder), before);
    }

    @Test
    void aFeedOfAnyTopicsHasNoTopicsOfACatalogAmongItsKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                KafkaFeed.builder(LeftRightGroup.builder().build())
                                        .properties(Map.of("leftright.products.topic", "p")))
                .withMessageContaining("the feed has no [leftright.products.topic] but ");
    }

    @Test
    void theFeedsOwnKeysAreNoConsumerProperties() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder(catalog).consumerProperties(Map.of("leftright.name", "shop")))
                .withMessageContaining(
                        "leftright.name is the feed's own: give it to properties(...)");
    }

    @Test
    void propertiesSayWhetherThereIsACheckpointAndCodeWhatItHolds() {
        KafkaCatalogFeedBuilder<String> builder =
                builder(catalog).bootstrapServers("localhost:1").productsTopic("p");
        builder.checkpointSerializer(new StringSerializer());
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("but there is no file for one");
        assertThatCode(() -> builder.properties(Map.of()).build().close())
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                builder(catalog)
                                        .bootstrapServers("localhost:1")
                                        .productsTopic("p")
                                        .properties(
                                                Map.of(
                                                        "leftright.checkpoint.file",
                                                        folder.resolve("f").toString()))
                                        .build())
                .withMessageContaining("no checkpointSerializer(...)");

        LeftRightGroupBuilder members = LeftRightGroup.builder();
        GroupIdSets shelves = members.idSets();
        assertThatCode(
                        () ->
                                KafkaFeed.builder(members.build())
                                        .bootstrapServers("localhost:1")
                                        .topic(
                                                "p",
                                                Serdes.Long().deserializer(),
                                                Serdes.Long().deserializer(),
                                                (key, value) -> {})
                                        .keep("shelves", shelves)
                                        .properties(Map.of())
                                        .build()
                                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void theGuideHasTheTableOfTheKeys() throws Exception {
        StringBuilder table = new StringBuilder("| key | default | value | what it sets |\n");
        table.append("|---|---|---|---|\n");
        for (ConfigKey key : FeedOptions.OF_CATALOG.configKeys().values()) {
            table.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    key.name,
                                    key.defaultValue == null ? "" : "`" + key.defaultValue + "`",
                                    String.valueOf(key.validator)
                                            .replaceAll("^\\[(.*)]$", "$1")
                                            .replace(", ", " or "),
                                    key.documentation));
        }
        assertThat(Files.readString(GUIDE)).contains(table);
    }

    private static KafkaCatalogFeedBuilder<String> builder(ProductCatalog<String> catalog) {
        return KafkaCatalogFeed.builder(catalog, new StringDeserializer());
    }

    private FeedSettings settings(AbstractFeedBuilder<?> builder) {
        return builder.settings(catalog.group(), Map.of(), List.of());
    }

    /** But for what is code. */
    private static void assertSame(FeedSettings one, FeedSettings other) {
        assertThat(one)
                .usingRecursiveComparison()
                .ignoringFields("poisonHandler.clock", "clients")
                .isEqualTo(other);
    }
}
