// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.GroupView;

/** A group of maps is kept equal to any number of topics, as a catalog is to its two. */
@ExtendWith(BrokerExtension.class)
class KafkaFeedTest {
    private static final int PRODUCTS = 50;

    @TempDir Path folder;

    // ------------------------------------------------------------ what the topics hold

    @Test
    void threeTopicsFillFourMembers(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(
                shop.product(1, "tea/3"),
                shop.product(2, "milk/3"),
                shop.product(3, "beer/4"),
                shop.supplier("3", "Miller"),
                shop.onShelf(7, 1, true),
                shop.onShelf(7, 2, true));
        KafkaFeed feed = shop.start(shop.builder());
        assertThat(shop.group.version()).as("one refresh").isOne();
        assertThat(shop.contents())
                .isEqualTo("{1=tea/3, 2=milk/3, 3=beer/4}{3=Miller}{7=[1, 2]}{3=[1, 2], 4=[3]}");
        assertThat(feed.status().isReady()).isTrue();
        assertThat(feed.status().recordCount()).isEqualTo(6);
        assertThat(shop.group.attachment()).isEqualTo(feed.status().offsets());
        assertThat(feed.status().offsets().next().keySet())
                .extracting(TopicPartition::topic)
                .containsOnly(shop.topicNames().toArray(String[]::new));

        topics.send(
                shop.product(1, "tea/4"), // to another supplier: the index follows
                shop.product(2, null),
                shop.supplier("3", null),
                shop.supplier("4", "Smith"),
                shop.onShelf(7, 2, false));
        await().until(
                        () ->
                                shop.contents()
                                        .equals("{1=tea/4, 3=beer/4}{4=Smith}{7=[1]}{4=[1, 3]}"));
    }

    @Test
    void aBatchOfThreeTopicsIsSeenWhole(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        sendBatch(shop, 1);
        shop.start(shop.builder().refreshOnMarker());
        try (Watcher watcher = new Watcher(shop.group, view -> tornIn(shop, view))) {
            for (int batch = 2; batch <= 20; batch++) {
                sendBatch(shop, batch);
            }
            await().until(() -> "batch 20".equals(shop.suppliers.get("name")));
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(shop.group.version()).as("one refresh a batch").isEqualTo(20);
    }

    /** All products go to the supplier of the batch's number, which is named, and has a shelf. */
    private static void sendBatch(Shop shop, int number) {
        for (long id = 0; id < PRODUCTS; id++) {
            shop.topics.producer().send(shop.product(id, "tea/" + number));
        }
        shop.topics.send(
                shop.supplier("name", "batch " + number),
                shop.onShelf(number - 1, 0, false),
                shop.onShelf(number, 0, true));
        shop.sendMarkers(number);
    }

    private static String tornIn(Shop shop, GroupView view) {
        String name = view.of(shop.suppliers).getOrDefault("name", "");
        long number = Long.parseLong(name.replace("batch ", ""));
        boolean isWhole =
                view.of(shop.bySupplier).sizeOf(number) == PRODUCTS
                        && view.of(shop.shelves).contains(number, 0)
                        && view.of(shop.shelves).keyCount() == 1;
        return isWhole ? shop.wrongIn(view) : "torn at " + name + ": " + shop.contents();
    }

    @Test
    void topicsCreatedAgainAreShownByOneRefresh(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(
                shop.product(1, "tea/3"),
                shop.product(2, "milk/3"),
                shop.supplier("3", "Miller"),
                shop.onShelf(7, 1, true));
        shop.sendMarkers(1);
        KafkaFeed feed = shop.start(shop.builder().refreshOnMarker());
        try (Watcher watcher = new Watcher(shop.group, view -> lossIn(shop, view))) {
            topics.deleteTopics(topics.products);
            topics.createTopic(topics.products, 2);
            topics.send(shop.product(5, "cake/4"));
            await().until(() -> feed.status().rebuildCount() > 0);
            shop.sendMarkers(2);
            await().until(() -> shop.products.containsKey(5));
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(shop.contents()).isEqualTo("{5=cake/4}{3=Miller}{7=[1]}{4=[5]}");
    }

    private static String lossIn(Shop shop, GroupView view) {
        boolean isOld =
                view.of(shop.products).size() == 2 && view.of(shop.bySupplier).sizeOf(3) == 2;
        boolean isNew =
                view.of(shop.products).size() == 1 && view.of(shop.bySupplier).sizeOf(4) == 1;
        return (isOld || isNew) && view.of(shop.suppliers).size() == 1 ? "" : shop.contents();
    }

    @Test
    void whatTheGroupHeldBeforeIsReplaced(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        shop.group
                .writer()
                .batch(
                        batch -> {
                            shop.applyProduct(9, "old/9");
                            shop.suppliers.writer().put("9", "old");
                            shop.shelves.writer().add(9, 9);
                        });
        topics.send(shop.product(1, "tea/3"));
        shop.start(shop.builder());
        assertThat(shop.contents()).isEqualTo("{1=tea/3}{}{}{3=[1]}");
    }

    // ------------------------------------------------------------------ appliers

    @Test
    void anApplierGetsTheLastRecordOfEachKeyInTheOrderOfTheTopic(FeedTopics topics)
            throws Exception {
        Shop shop = new Shop(topics).withTopic();
        List<String> applied = new CopyOnWriteArrayList<>();
        for (String record : List.of("b=1", "a=1", "c=1", "b=2", "a=2", "d=1", "a=3")) {
            topics.send(inPartition0(shop, record.substring(0, 1), record.substring(2)));
        }
        shop.start(
                shop.empty()
                        .topic(
                                shop.supplierTopic,
                                new StringDeserializer(),
                                new StringDeserializer(),
                                (key, value) -> applied.add(key + "=" + value)));
        assertThat(applied).containsExactly("c=1", "b=2", "d=1", "a=3");
    }

    @Test
    void theSameKeyInTwoTopicsIsTwoKeys(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(
                shop.supplier("key", "of one"),
                new ProducerRecord<>(
                        topics.entries, FeedTopics.bytes("key"), FeedTopics.bytes("of another")));
        shop.start(
                shop.empty()
                        .topic(
                                shop.supplierTopic,
                                new StringDeserializer(),
                                new StringDeserializer(),
                                (key, value) -> shop.suppliers.writer().put(key + 1, value))
                        .topic(
                                topics.entries,
                                new StringDeserializer(),
                                new StringDeserializer(),
                                (key, value) -> shop.suppliers.writer().put(key + 2, value)));
        assertThat(shop.contents()).isEqualTo("{}{key1=of one, key2=of another}{}{}");
    }

    /** Arrays are equal to none but themselves; nobody can tell which of them are one key. */
    @Test
    void keysWithoutEqualsAreAppliedInTheirOrder(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        for (int value = 0; value < 200; value++) {
            topics.send(inPartition0(shop, "key", "" + value));
        }
        shop.start(
                shop.empty()
                        .topic(
                                shop.supplierTopic,
                                new ByteArrayDeserializer(),
                                new StringDeserializer(),
                                (key, value) ->
                                        shop.suppliers
                                                .writer()
                                                .put(
                                                        new String(key, StandardCharsets.UTF_8),
                                                        value)));
        assertThat(shop.contents()).isEqualTo("{}{key=199}{}{}");
    }

    private static ProducerRecord<byte[], byte[]> inPartition0(
            Shop shop, String key, String value) {
        return new ProducerRecord<>(
                shop.supplierTopic, 0, FeedTopics.bytes(key), FeedTopics.bytes(value));
    }

    @Test
    void anApplierThatThrowsFailsTheFeedAndNothingOfTheBatchIsSeen(FeedTopics topics)
            throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(shop.product(1, "tea/3"), shop.supplier("3", "Miller"));
        shop.sendMarkers(1);
        KafkaFeed feed = shop.start(shop.builder().refreshOnMarker().restartAfter(Duration.ZERO));
        String before = shop.contents();

        topics.send(
                shop.product(2, "milk/3"),
                shop.supplier("4", "Smith"),
                shop.onShelf(7, 1, true),
                FeedTopics.product(topics.products, 1, 3, "beer/none"));
        shop.sendMarkers(2);
        await().until(() -> feed.status().state() == FeedState.FAILED);
        long offset = feed.status().offsets().next(topics.products, 1);
        assertThat(feed.status().cause())
                .hasMessageStartingWith(
                        "cannot apply the record at " + topics.products + "-1 offset ")
                .hasMessageEndingWith(
                        ": java.lang.NumberFormatException: For input string: \"none\"")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThat(feed.status().cause().getMessage())
                .containsPattern("offset (" + offset + "|" + (offset + 1) + "): ");
        assertThat(shop.contents()).isEqualTo(before);
        assertThat(shop.group.writer().pendingOpCount()).isZero();
    }

    @Test
    void anApplierThatRefreshesFailsTheFeed(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics);
        KafkaFeed feed =
                shop.start(
                        shop.empty()
                                .restartAfter(Duration.ZERO)
                                .topic(
                                        topics.products,
                                        new LongDeserializer(),
                                        new StringDeserializer(),
                                        (id, name) -> {
                                            shop.products.writer().put(id, name);
                                            shop.group.writer().refresh();
                                        }));
        topics.send(topics.product(1, "tea"));
        await().until(() -> feed.status().state() == FeedState.FAILED);
        assertThat(feed.status().cause())
                .hasMessageStartingWith("somebody has refreshed the group");
    }

    @Test
    void anErrorOfAnApplierIsNoLessThanAnException(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        boolean[] thrown = {false};
        KafkaFeed feed =
                shop.start(
                        shop.empty()
                                .restartAfter(Duration.ofMillis(10))
                                .topic(
                                        topics.entries,
                                        StrictKeys::entry,
                                        new StringDeserializer(),
                                        (entry, value) -> {
                                            if (!thrown[0]) {
                                                thrown[0] = true;
                                                throw new NoClassDefFoundError("shop/Entry");
                                            }
                                            shop.shelves
                                                    .writer()
                                                    .add(entry.catalogId(), entry.productId());
                                        }));
        topics.send(shop.onShelf(7, 1, true));
        await().until(() -> shop.shelves.contains(7, 1));
        assertThat(thrown[0]).isTrue();
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    @Test
    void aRecordThatCannotBeDecodedIsSkippedInAnyTopic(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(
                shop.product(1, "tea/3"),
                shop.product(2, "x/3"),
                shop.supplier("3", "Miller"),
                shop.supplier("4", "x"));
        List<String> skipped = new CopyOnWriteArrayList<>();
        KafkaFeed feed =
                shop.start(
                        shop.builder(FeedTopics.PICKY)
                                .skipPoison(
                                        (record, cause) ->
                                                skipped.add(record.topic() + cause.getMessage())));
        assertThat(shop.contents()).isEqualTo("{1=tea/3}{3=Miller}{}{3=[1]}");
        assertThat(skipped)
                .containsExactlyInAnyOrder(
                        topics.products + "I refuse", shop.supplierTopic + "I refuse");
        assertThat(feed.status().skippedCount()).isEqualTo(2);
    }

    @Test
    void aGuardSeesAllMembersAndHoldsBackWhatItObjectsTo(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(shop.product(1, "tea/3"), shop.supplier("3", "Miller"));
        ContentGuard keepsSuppliers =
                (before, next, changes) ->
                        next.of(shop.suppliers).size() >= before.of(shop.suppliers).size()
                                ? null
                                : "a supplier is gone";
        ContentGuard indexIsWhole =
                (before, next, changes) -> {
                    String wrong = shop.wrongIn(next);
                    return wrong.isEmpty() ? null : wrong;
                };
        KafkaFeed feed = shop.start(shop.builder().contentGuard(keepsSuppliers.and(indexIsWhole)));

        topics.send(shop.supplier("3", null));
        await().until(() -> feed.status().state() == FeedState.HELD);
        topics.send(shop.product(1, "tea/4"));
        await().until(() -> feed.status().recordCount() == 4);
        assertThat(feed.status().hold().objection()).isEqualTo("a supplier is gone");
        assertThat(shop.contents()).isEqualTo("{1=tea/3}{3=Miller}{}{3=[1]}");
        topics.send(shop.supplier("4", "Smith"));
        await().until(() -> shop.contents().equals("{1=tea/4}{4=Smith}{}{4=[1]}"));
        assertThat(feed.showHeld()).as("nothing is held any more").isFalse();
    }

    // ---------------------------------------------------------------- checkpoints

    @Test
    void aRestartReadsOnlyWhatCameAfterTheCheckpoint(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(
                shop.product(1, "tea/3"),
                shop.product(2, "milk/3"),
                shop.product(Long.MIN_VALUE, "beer/4"),
                shop.supplier("", "nobody"),
                shop.supplier("3", "Miller"),
                shop.onShelf(-7, 1, true),
                shop.onShelf(-7, 2, true));
        checkpointOf(shop);
        String before = shop.contents();

        Shop same = new Shop(topics);
        KafkaFeed nothingNew = same.start(same.withCheckpoint(file()));
        assertThat(nothingNew.status().recordCount()).isZero();
        assertThat(same.contents()).isEqualTo(before);
        assertThat(same.group.version()).as("one refresh").isOne();
        nothingNew.close();

        topics.send(
                shop.product(1, "tea/4"), // its place in the index comes from the checkpoint
                shop.product(2, null),
                shop.supplier("", null),
                shop.onShelf(-7, 2, false));
        Shop restarted = new Shop(topics);
        KafkaFeed feed = restarted.start(restarted.withCheckpoint(file()));
        assertThat(feed.status().recordCount()).as("those after the checkpoint").isEqualTo(4);
        feed.close();
        assertThat(restarted.contents())
                .isEqualTo(
                        "{-9223372036854775808=beer/4, 1=tea/4}{3=Miller}{-7=[1]}"
                                + "{4=[-9223372036854775808, 1]}");
    }

    @Test
    void aCheckpointOfOtherMembersIsRefused(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(shop.product(1, "tea/3"), shop.onShelf(7, 1, true));
        checkpointOf(shop);

        Shop restarted = new Shop(topics);
        List<String> said;
        try (FeedLog log = new FeedLog()) {
            KafkaFeed feed =
                    restarted.start(
                            restarted
                                    .builder()
                                    .checkpoint(file())
                                    .keep("products", restarted.products, Serdes.String())
                                    .keep(
                                            "suppliers",
                                            restarted.suppliers,
                                            Serdes.String(),
                                            Serdes.String())
                                    .keep("bySupplier", restarted.bySupplier) // the other way round
                                    .keep("shelves", restarted.shelves));
            said = log.lines();
            feed.close();
        }
        assertThat(said)
                .filteredOn(line -> line.contains("is not used"))
                .singleElement()
                .asString()
                .contains("it holds [map with long keys products, map suppliers, id sets shelves,");
        assertThat(restarted.contents()).isEqualTo("{1=tea/3}{}{7=[1]}{3=[1]}");
    }

    @Test
    void nothingStaysOfACheckpointThatCannotBeRead(FeedTopics topics) throws Exception {
        Shop shop = new Shop(topics).withTopic();
        topics.send(shop.product(1, "tea/3"), shop.supplier("3", "Miller"));
        checkpointOf(shop);

        Shop restarted = new Shop(topics);
        Deserializer<String> broken =
                (topic, bytes) -> {
                    throw new SerializationException("I refuse");
                };
        KafkaFeed feed =
                restarted.start(
                        restarted.withCheckpoint(
                                file(), Serdes.serdeFrom(Serdes.String().serializer(), broken)));
        assertThat(feed.status().recordCount()).as("all of them").isEqualTo(2);
        assertThat(restarted.contents()).isEqualTo("{1=tea/3}{3=Miller}{}{3=[1]}");
        assertThat(restarted.group.version()).isOne();
        feed.close();
    }

    private void checkpointOf(Shop shop) throws Exception {
        KafkaFeed feed = shop.start(shop.withCheckpoint(file()));
        await().until(() -> Files.exists(file()));
        feed.close();
    }

    private Path file() {
        return folder.resolve("shop.checkpoint");
    }
}
