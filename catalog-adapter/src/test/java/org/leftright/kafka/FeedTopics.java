// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.broker.EmbeddedBroker;

/** A pair of compacted topics on the real broker, a producer, and the feeds of one test. */
final class FeedTopics implements AutoCloseable {
    /** Refuses what begins with an x. */
    static final Deserializer<String> PICKY =
            (topic, bytes) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.startsWith("x")) {
                    throw new SerializationException("I refuse");
                }
                return text;
            };

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<String, String> COMPACTED =
            Map.of(
                    "cleanup.policy", "compact",
                    "segment.bytes", Integer.toString(1 << 20),
                    "min.cleanable.dirty.ratio", "0.01");

    final EmbeddedBroker broker;
    final String servers;
    final String products = "products-" + COUNT.incrementAndGet();
    final String entries = "entries-" + COUNT.get();
    private final List<Runnable> opened = new ArrayList<>();
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable KafkaProducer<byte[], byte[]> collecting;

    FeedTopics(EmbeddedBroker broker) {
        this.broker = broker;
        this.servers = broker.bootstrapServers();
        try {
            broker.startIfStopped(); // a test that failed may have left it so
            createTopics(2);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Uses a broker in another process. */
    @SuppressWarnings("NullAway") // whoever makes it knows that the broker is not here
    FeedTopics(String servers) throws Exception {
        this.broker = null;
        this.servers = servers;
        createTopics(2);
    }

    void createTopics(int partitions) throws Exception {
        createTopic(products, partitions);
        createTopic(entries, partitions);
    }

    void createTopic(String name, int partitions) throws Exception {
        EmbeddedBroker.createTopic(servers, name, partitions, COMPACTED);
    }

    /** Partition 0 on the broker, partition 1 on the one that has joined it. */
    void createTopicOnTwoNodes(String name) throws Exception {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, Map.of(0, List.of(1), 1, List.of(2)));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    /** Creates it on both nodes, the partition of this leader first. */
    void createTopicTwice(String name) throws Exception {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, Map.of(0, List.of(2, 1), 1, List.of(1, 2)));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    /** Moves a partition to this node, and waits until it is nowhere else. */
    void move(String topic, int partition, int node) throws Exception {
        TopicPartition moving = new TopicPartition(topic, partition);
        try (Admin admin = admin()) {
            NewPartitionReassignment to = new NewPartitionReassignment(List.of(node));
            admin.alterPartitionReassignments(Map.of(moving, Optional.of(to))).all().get();
            await().until(
                            () ->
                                    admin.listPartitionReassignments(Set.of(moving))
                                            .reassignments()
                                            .get()
                                            .isEmpty());
        }
    }

    private static List<TopicPartitionInfo> partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions();
    }

    void awaitNoLeader(String topic, int partition) {
        try (Admin admin = admin()) {
            await().until(() -> partitions(admin, topic).get(partition).leader() == null);
        }
    }

    void deleteTopics(String... names) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(names)).all().get();
        }
    }

    /** Forgets the records before an offset, in partition 0. */
    void truncate(String topic, long before) throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, RecordsToDelete> what =
                    Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before));
            admin.deleteRecords(what).all().get();
        }
    }

    /** Returns when the broker knows the new partitions. */
    void growTo(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
            await().until(() -> partitions(admin, topic).size() == partitions);
        }
    }

    /** Takes the permission to read a topic from the user of {@link #sasl}. */
    void deny(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createAcls(List.of(denial(topic))).all().get();
        }
    }

    /** Gives it back. */
    void allow(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteAcls(List.of(denial(topic).toFilter())).all().get();
        }
    }

    /** Lets the feed ask for a topic, and no more. */
    void letOnlyDescribe(String topic) throws Exception {
        try (Admin admin = admin()) {
            AclBinding describe = binding(topic, AclOperation.DESCRIBE, AclPermissionType.ALLOW);
            admin.createAcls(List.of(describe)).all().get();
        }
    }

    private static AclBinding denial(String topic) {
        return binding(topic, AclOperation.ALL, AclPermissionType.DENY);
    }

    private static AclBinding binding(
            String topic, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:feed", "*", operation, permission));
    }

    static Map<String, Object> sasl(String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"feed\" password=\""
                        + password
                        + "\";");
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    // ------------------------------------------------------------- producing

    KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = newProducer(Map.of("linger.ms", 5));
        }
        return producer;
    }

    KafkaProducer<byte[], byte[]> newProducer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", servers);
        KafkaProducer<byte[], byte[]> made =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        opened.add(() -> made.close(Duration.ofSeconds(1)));
        return made;
    }

    ProducerRecord<byte[], byte[]> product(long id, @Nullable String value) {
        return product(products, id, value);
    }

    static ProducerRecord<byte[], byte[]> product(String topic, long id, @Nullable String value) {
        return new ProducerRecord<>(topic, key(id), bytes(value));
    }

    static ProducerRecord<byte[], byte[]> product(
            String topic, int partition, long id, @Nullable String value) {
        return new ProducerRecord<>(topic, partition, key(id), bytes(value));
    }

    ProducerRecord<byte[], byte[]> entry(long catalogId, long productId, boolean present) {
        return new ProducerRecord<>(
                entries, key(catalogId, productId), present ? new byte[] {1} : null);
    }

    /**
     * Sends records and waits until the broker has them. What goes to one partition goes in one
     * request, so that a poll returns all of it or nothing. Comes after what {@link #producer} was
     * given before.
     */
    @SafeVarargs
    final void send(ProducerRecord<byte[], byte[]>... records) {
        if (collecting == null) {
            collecting = newProducer(Map.of("linger.ms", 60_000)); // until it is flushed
        }
        if (producer != null) {
            producer.flush();
        }
        List<Future<?>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(collecting.send(record));
        }
        collecting.flush();
        for (Future<?> future : sent) {
            try {
                future.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("the broker has not taken a record", e);
            }
        }
    }

    /** Ends a batch in all partitions. */
    void sendMarkers(int number) {
        for (int partition = 0; partition < 2; partition++) {
            send(
                    BatchMarker.record(products, partition, number),
                    BatchMarker.record(entries, partition, number));
        }
    }

    /** An empty record, as a consumer gives it. */
    static ConsumerRecord<byte[], byte[]> record(
            TopicPartition at, long offset, long writtenMs, @Nullable Integer epoch) {
        return new ConsumerRecord<>(
                at.topic(),
                at.partition(),
                offset,
                writtenMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.ofNullable(epoch));
    }

    static byte[] key(long... ids) {
        ByteBuffer key = ByteBuffer.allocate(ids.length * Long.BYTES);
        for (long id : ids) {
            key.putLong(id);
        }
        return key.array();
    }

    static byte @Nullable [] bytes(@Nullable String value) {
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    // ----------------------------------------------------------------- feeds

    /** A feed with quick reactions, closed after the test. */
    KafkaCatalogFeed<String> feed(KafkaCatalogFeedBuilder<String> builder) {
        return closedLater(builder.build());
    }

    <F extends KafkaFeed> F closedLater(F feed) {
        opened.add(feed::close);
        return feed;
    }

    KafkaCatalogFeed<String> startFeed(ProductCatalog<String> catalog) throws Exception {
        return startFeed(builder(catalog));
    }

    KafkaCatalogFeed<String> startFeed(KafkaCatalogFeedBuilder<String> builder) throws Exception {
        KafkaCatalogFeed<String> feed = feed(builder);
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        return feed;
    }

    KafkaCatalogFeedBuilder<String> builder(ProductCatalog<String> catalog) {
        return builder(catalog, new StringDeserializer());
    }

    KafkaCatalogFeedBuilder<String> builder(
            ProductCatalog<String> catalog, Deserializer<String> deserializer) {
        return KafkaCatalogFeed.builder(catalog, deserializer)
                .bootstrapServers(servers)
                .productsTopic(products)
                .catalogTopic(entries)
                .staleAfter(Duration.ofSeconds(3));
    }

    @Override
    public void close() {
        opened.forEach(Runnable::run);
    }
}
