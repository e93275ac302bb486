// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link KafkaCatalogFeed}. Needed are the broker's address and at least one
 * topic.
 *
 * @param <P> the products
 */
public final class KafkaCatalogFeedBuilder<P> {
    private static final System.Logger LOG = System.getLogger(KafkaCatalogFeed.class.getName());

    /** As good as for ever, and its nanoseconds fit into a long. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private static final AtomicInteger UNNAMED_COUNT = new AtomicInteger();

    private static final CatalogFeedListener NO_LISTENER = new CatalogFeedListener() {};

    private final ProductCatalog<P> catalog;
    private final Deserializer<? extends P> productDeserializer;
    private final Map<String, Object> consumerProperties = new HashMap<>();
    private Function<Map<String, Object>, Consumer<byte[], byte[]>> consumerFactory =
            KafkaConsumer<byte[], byte[]>::new;
    private Function<Map<String, Object>, Admin> adminFactory = Admin::create;
    private @Nullable String productsTopic;
    private @Nullable String catalogTopic;
    private IntPredicate followed = partition -> true;
    private FeedRefresh refresh = FeedRefresh.EACH_POLL;
    private RecordRule recordRule = RecordSettings.TOMBSTONES;
    private Deserializer<Long> productKeys = StrictKeys::productId;
    private Deserializer<CatalogEntry> entryKeys = StrictKeys::entry;
    private Supplier<@Nullable PoisonHandler> poisonHandler =
            () -> new PoisonLimit(100, Duration.ofMinutes(1), System::nanoTime);
    private @Nullable CatalogGuard<P> contentGuard;
    private Duration restartAfter = Duration.ofSeconds(30);
    private Duration startTimeout = Duration.ofMinutes(5);
    private Duration staleAfter = Duration.ofSeconds(10);
    private @Nullable String name;
    private CatalogFeedListener listener = NO_LISTENER;
    private @Nullable Path checkpointFile;
    private @Nullable Serializer<? super P> productSerializer;
    private Duration checkpointEvery = Duration.ofMinutes(5);
    private Duration maxAge = Duration.ofHours(12);

    KafkaCatalogFeedBuilder(
            ProductCatalog<P> catalog, Deserializer<? extends P> productDeserializer) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.productDeserializer =
                Objects.requireNonNull(productDeserializer, "productDeserializer");
        consumerProperties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    }

    /**
     * The addresses of the brokers to begin with.
     *
     * @param servers as Kafka's {@code bootstrap.servers}: host:port, separated by commas
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> bootstrapServers(String servers) {
        consumerProperties.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, notBlank(servers, "bootstrapServers"));
        return this;
    }

    /**
     * Adds properties of the Kafka consumer, such as those for TLS and authentication. The feed
     * reads without a group, from the beginning, committed records only, as bytes: what it sets
     * itself, and what it has no use for, is ignored, and one line of the log lists it. So the
     * properties that a framework has for all its consumers will do.
     *
     * @param properties the properties
     * @return this
     * @throws IllegalArgumentException if values are wrong, or would break what the feed promises
     *     ({@code check.crcs=false}); the message names all of them
     */
    public KafkaCatalogFeedBuilder<P> consumerProperties(Map<String, ?> properties) {
        FeedProperties.check(Objects.requireNonNull(properties, "properties"));
        consumerProperties.putAll(properties);
        return this;
    }

    /**
     * Who makes the feed's consumer, instead of the constructor of {@link KafkaConsumer}: to bind
     * the consumer's own meters, or to give a {@code MockConsumer} in a test. Is called in the
     * feed's thread, each time the feed opens its topics; the feed closes the consumer.
     *
     * @param factory makes a consumer of the properties, which are complete
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> consumerFactory(
            Function<Map<String, Object>, Consumer<byte[], byte[]>> factory) {
        consumerFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Who makes the client by which the feed asks about its topics, instead of {@link
     * Admin#create(Map)}. Is called and closed as by {@link #consumerFactory}.
     *
     * @param factory makes a client of those of the consumer's properties that an admin client has,
     *     too
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> adminFactory(Function<Map<String, Object>, Admin> factory) {
        adminFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * The topic of the products. A record's key is the product's id, {@linkplain
     * #productKeyDeserializer 8 bytes big-endian}; its value is the product. The product is removed
     * if the value is null, or the deserializer makes null of it; see also {@link #recordRule}.
     *
     * @param topic the topic's name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> productsTopic(String topic) {
        productsTopic = notBlank(topic, "productsTopic");
        return this;
    }

    /**
     * The topic of the catalogs. A record's key is the catalog's id and then the product's,
     * {@linkplain #entryKeyDeserializer 8 bytes big-endian each}; the product is in the catalog if
     * the value is not null, whatever it is; see also {@link #recordRule}.
     *
     * @param topic the topic's name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> catalogTopic(String topic) {
        catalogTopic = notBlank(topic, "catalogTopic");
        return this;
    }

    /**
     * How the key of a product's record is read. By default it must be 8 bytes, a big-endian number
     * as Kafka's {@code LongSerializer} writes it. Keys of another length are refused, and so are 8
     * digits of ASCII, which are a number written as text. Nothing else can be told from an id: 8
     * bytes of other text, or a number in another byte order, is taken for some other product.
     *
     * @param deserializer makes an id of a key that is not null; what it throws, or null, makes the
     *     record one that cannot be decoded. Called by the feed's thread alone; the caller's to
     *     configure and to close
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> productKeyDeserializer(Deserializer<Long> deserializer) {
        productKeys = Objects.requireNonNull(deserializer, "deserializer");
        return this;
    }

    /**
     * How the key of a catalog's record is read. By default it must be 16 bytes, two big-endian
     * numbers, neither of them 8 digits of ASCII; what that cannot tell is as with {@link
     * #productKeyDeserializer}.
     *
     * @param deserializer makes an entry of a key that is not null; otherwise as for products
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> entryKeyDeserializer(
            Deserializer<CatalogEntry> deserializer) {
        entryKeys = Objects.requireNonNull(deserializer, "deserializer");
        return this;
    }

    /**
     * What a record says of its key: put, remove or ignore. By default a null value removes and any
     * other puts.
     *
     * @param rule decides on each record of both topics
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> recordRule(RecordRule rule) {
        recordRule = Objects.requireNonNull(rule, "rule");
        return this;
    }

    /**
     * To follow only some partitions, of each topic; all of them by default. For shards: each
     * product is then in the process that follows its partition, and an entry of a catalog is where
     * its product is only if the producer puts both into partitions of the same number.
     *
     * @param followed tells of the number of a partition, 0 or more, whether it is followed; asked
     *     again from time to time, by several threads, and must always say the same
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> partitions(IntPredicate followed) {
        this.followed = Objects.requireNonNull(followed, "followed");
        return this;
    }

    /**
     * To refresh as soon as all that the broker had ready has been read and applied, and under a
     * steady stream at least every second. This is the default.
     *
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshEachPoll() {
        refresh = FeedRefresh.EACH_POLL;
        return this;
    }

    /**
     * To refresh so often, if there is anything new. With {@link #refreshEveryRecords} too,
     * whatever comes first.
     *
     * @param interval the time between two refreshes
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshEvery(Duration interval) {
        refresh = refresh.orEvery(positive(interval, "refreshEvery"));
        return this;
    }

    /**
     * To refresh after so many records, at the end of the poll that completes them; fewer stay
     * invisible until more come, unless {@link #refreshEvery} is set too.
     *
     * @param count one or more
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshEveryRecords(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("refreshEveryRecords must be 1 or more: " + count);
        }
        refresh = refresh.orEveryRecords(count);
        return this;
    }

    /**
     * To refresh at markers and at no other time, so that a batch which spans topics and partitions
     * becomes visible whole: see {@link CatalogMarker} for what the producer has to do. The feed is
     * ready with the first marker at or after the ends that stood at the start.
     *
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshOnMarker() {
        refresh = FeedRefresh.ON_MARKER;
        return this;
    }

    /**
     * To refresh at markers, as {@link #refreshOnMarker()}, and to wait only so long for a
     * partition whose marker is missing while others have theirs; 5 minutes otherwise. Meanwhile
     * {@link CatalogFeedStatus#waits} names it. After that, what there is becomes visible, with
     * what the late partition holds so far, and it is not waited for again until it has a marker.
     * So a marker that was never written, or a partition that the producer does not know of, delays
     * one batch, and a late marker lets readers see half a batch.
     *
     * @param timeout the limit, longer than a producer may need for its markers
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshOnMarker(Duration timeout) {
        refresh = FeedRefresh.onMarker(positive(timeout, "refreshOnMarker"));
        return this;
    }

    /**
     * To fail on the first record that cannot be decoded: no record of the same poll is applied.
     *
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> failOnPoison() {
        poisonHandler = () -> null;
        return this;
    }

    /**
     * To skip and count records that cannot be decoded, and to fail if they are more than so many
     * within a time. This is the default, with 100 within a minute: one bad record takes no replica
     * out of service, and a producer that writes nothing else is noticed.
     *
     * @param count how many, zero or more
     * @param within the time
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> skipPoisonUpTo(int count, Duration within) {
        if (count < 0) {
            throw new IllegalArgumentException("skipPoisonUpTo must not be negative: " + count);
        }
        positive(within, "skipPoisonUpTo");
        poisonHandler = () -> new PoisonLimit(count, within, System::nanoTime);
        return this;
    }

    /**
     * To skip and count records that cannot be decoded: whose key is null or of the wrong length,
     * or whose key or value a deserializer refuses, whatever it throws. An error of the virtual
     * machine, such as an {@link OutOfMemoryError}, fails the feed all the same, and names the
     * record.
     *
     * @param handler gets each of them
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> skipPoison(PoisonHandler handler) {
        Objects.requireNonNull(handler, "handler");
        poisonHandler = () -> handler;
        return this;
    }

    /**
     * To ask before each refresh whether what was read may be shown; by default it always is. While
     * the guard objects, readers go on with the version that they have, the feed is {@link
     * CatalogFeedState#HELD} and reads on, {@link CatalogFeedStatus#hold} and the log say why and
     * since when, and no checkpoint is written. The guard is asked again every second, so that the
     * hold ends by itself when records that have come since satisfy it; to end it otherwise, call
     * {@link KafkaCatalogFeed#showHeld}. With markers, whole batches are held back.
     *
     * <p>At the first start there may be nothing to go on with: then the feed is not ready until
     * the guard agrees. With a checkpoint, the checkpoint's version is shown first if the guard
     * agrees to it, is what the version of the topics is compared with, and makes the feed ready if
     * that is held back.
     *
     * @param guard is asked, by the feed's thread; see {@link CatalogGuard} for those ready-made
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> contentGuard(CatalogGuard<P> guard) {
        contentGuard = Objects.requireNonNull(guard, "guard");
        return this;
    }

    /**
     * How long to look for the broker and the topics at the start before the feed fails; 5 minutes
     * by default. A host name that is not known yet, a broker that does not answer, a topic that is
     * not there, a partition without a leader and a missing permission are waited for so long;
     * {@link CatalogFeedStatus#cause} and the log say for which. A wrong password or an illegal
     * topic name fails at once. Once the topics are found, the feed waits for them as long as it
     * takes, whatever happens to them.
     *
     * @param timeout the limit
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> startTimeout(Duration timeout) {
        startTimeout = positive(timeout, "startTimeout");
        return this;
    }

    /**
     * How long a feed that has failed waits before it starts again by itself; 30 seconds by
     * default, after each further failure twice as long, up to 10 minutes; each wait is up to a
     * fifth shorter at random. Readers go on with what they have until a start succeeds. {@link
     * Duration#ZERO}: it does not start again.
     *
     * @param pause the first wait
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> restartAfter(Duration pause) {
        restartAfter =
                Objects.requireNonNull(pause, "restartAfter").isZero()
                        ? pause
                        : positive(pause, "restartAfter");
        return this;
    }

    /**
     * How long the broker may be silent, or a topic be missing, before the feed calls itself {@link
     * CatalogFeedState#STALE}; 10 seconds by default. The broker is asked four times as often.
     *
     * @param silence the limit
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> staleAfter(Duration silence) {
        staleAfter = positive(silence, "staleAfter");
        return this;
    }

    /**
     * To keep a checkpoint: the catalog and its offsets in a local file, so that the next start
     * reads only what came after. The file is written once the feed is live and then every five
     * minutes if anything is new, by a thread of its own, from a snapshot: neither readers nor
     * records wait. The snapshot costs memory for a third index, and the time to copy it at the
     * first write after the next refresh. The file is replaced at once or not at all, and has a
     * checksum; a file that is damaged, or not of these topics, or too old, is left alone, the log
     * says why, and the topics are read from the beginning. What cannot be written is said once and
     * tried again. Where files have POSIX permissions, the file is its owner's alone.
     *
     * <p>The file holds each product as the serializer makes it, and the feed's deserializer reads
     * it back, both without headers. After a change of either, delete the file. A checkpoint whose
     * records are not those of the log any more, since another leader has written them again, is
     * not used either. That is told by the epochs of the leaders; a log that was put back and has
     * since had exactly as many elections as the one that was lost shows no difference.
     *
     * <p>One file for each feed: the feed that writes it holds a lock on a second file, with {@code
     * .lock} at the end of its name, until it is closed. Others, in this process or another, may
     * begin with the file, but cannot write it, and say so.
     *
     * @param file the file, in a folder that exists
     * @param serializer makes bytes of a product; called by one thread at a time, which is not the
     *     feed's, and interrupted if the feed is closed and it takes longer than 5 seconds
     * @return this
     * @throws IllegalArgumentException if there is no such folder
     */
    public KafkaCatalogFeedBuilder<P> checkpoint(Path file, Serializer<? super P> serializer) {
        Objects.requireNonNull(file, "file");
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    "the checkpoint must be a file in a folder that exists: " + file);
        }
        this.productSerializer = Objects.requireNonNull(serializer, "serializer");
        this.checkpointFile = file;
        return this;
    }

    /**
     * How often the checkpoint is written if anything is new; every 5 minutes by default.
     *
     * @param interval the time between two files
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> checkpointEvery(Duration interval) {
        checkpointEvery = positive(interval, "checkpointEvery");
        return this;
    }

    /**
     * How long ago the topics may have been read to their ends and still be read on from there; 12
     * hours by default. It must be less than the topics' {@code delete.retention.ms} (a day by
     * default): after that, the tombstones of what was removed since may be gone, and the removed
     * would stay for ever. A checkpoint that is older is not used. A feed that was away for longer,
     * because its process was suspended or the broker out of reach, reads the topics from the
     * beginning on the hidden side, and readers go on with what they have until one refresh shows
     * the result.
     *
     * @param age the limit
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> maxAge(Duration age) {
        maxAge = positive(age, "maxAge");
        return this;
    }

    /**
     * A name for the feed's thread, its log messages and meters, and, unless {@code client.id} is
     * among the properties, its Kafka clients; {@code catalog-feed-} and a number by default,
     * another one for each feed. Give a feed that takes the place of another the same name.
     *
     * @param name the name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> name(String name) {
        this.name = notBlank(name, "name");
        return this;
    }

    /**
     * Who is to be told what the feed does.
     *
     * @param listener the listener
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> listener(CatalogFeedListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Makes the feed; it does nothing yet, not even connect.
     *
     * @return a feed, to be started
     * @throws IllegalArgumentException if an option is missing or wrong
     * @throws IllegalStateException if the {@code kafka-clients} on the path are older than 3.7
     */
    public KafkaCatalogFeed<P> build() {
        KafkaVersion.require();
        if (productsTopic == null && catalogTopic == null) {
            throw new IllegalArgumentException("the feed needs productsTopic or catalogTopic");
        }
        if (Objects.equals(productsTopic, catalogTopic)) {
            throw new IllegalArgumentException(
                    "productsTopic and catalogTopic are both " + productsTopic);
        }
        if (!consumerProperties.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("the feed needs bootstrapServers");
        }
        String feedName = name == null ? "catalog-feed-" + UNNAMED_COUNT.incrementAndGet() : name;
        Set<String> ignored = FeedProperties.ignored(consumerProperties);
        if (!ignored.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    feedName
                            + ": ignores these consumer properties, which it sets itself or has no"
                            + " use for: "
                            + ignored);
        }
        return new KafkaCatalogFeed<>(
                new FeedSettings<>(
                        catalog,
                        FeedProperties.complete(consumerProperties, feedName),
                        new FeedClients(consumerFactory, adminFactory),
                        productsTopic,
                        catalogTopic,
                        followed,
                        refresh,
                        new RecordSettings<>(
                                recordRule,
                                productKeys,
                                entryKeys,
                                productDeserializer,
                                poisonHandler.get()),
                        contentGuard,
                        startTimeout,
                        restartAfter,
                        staleAfter,
                        maxAge,
                        feedName,
                        listener,
                        checkpointFile == null || productSerializer == null
                                ? null
                                : new CheckpointSettings<>(
                                        checkpointFile, productSerializer, checkpointEvery)));
    }

    private static String notBlank(String text, String option) {
        if (Objects.requireNonNull(text, option).isBlank()) {
            throw new IllegalArgumentException(option + " must not be blank");
        }
        return text;
    }

    private static Duration positive(Duration duration, String option) {
        Objects.requireNonNull(duration, option);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(option + " must be more than zero: " + duration);
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }
}
