// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightGroup;

/**
 * The options that all feeds have.
 *
 * @param <B> the builder of a kind of feed
 */
abstract sealed class AbstractFeedBuilder<B extends AbstractFeedBuilder<B>>
        permits KafkaCatalogFeedBuilder, KafkaFeedBuilder {
    private static final System.Logger LOG = System.getLogger(KafkaFeed.class.getName());

    private static final AtomicInteger UNNAMED_COUNT = new AtomicInteger();

    /** The rule that Kafka has: a record without a value removes. */
    private static final RecordRule TOMBSTONES =
            record -> record.value() == null ? RecordAction.REMOVE : RecordAction.PUT;

    private static final FeedListener NO_LISTENER = new FeedListener() {};

    private final String unnamed;
    private final Map<String, Object> consumerProperties = new HashMap<>();
    private Function<Map<String, Object>, Consumer<byte[], byte[]>> consumerFactory =
            KafkaConsumer<byte[], byte[]>::new;
    private Function<Map<String, Object>, Admin> adminFactory = Admin::create;
    private @Nullable IntPredicate followed;
    private FeedRefresh refresh = FeedRefresh.EACH_POLL;
    private RecordRule recordRule = TOMBSTONES;
    private Supplier<@Nullable PoisonHandler> poisonHandler =
            () -> new PoisonLimit(100, Duration.ofMinutes(1), System::nanoTime);
    private @Nullable ContentGuard guard;
    private Duration restartAfter = Duration.ofSeconds(30);
    private Duration startTimeout = Duration.ofMinutes(5);
    private Duration staleAfter = Duration.ofSeconds(10);
    private @Nullable String name;
    private FeedListener listener = NO_LISTENER;
    private @Nullable Path checkpointFile;
    private Duration checkpointEvery = Duration.ofMinutes(5);
    private Duration maxAge = Duration.ofHours(12);
    private boolean configured; // by properties

    /**
     * Begins with the default options.
     *
     * @param unnamed what a feed is called, with a number, unless it is given a name
     */
    AbstractFeedBuilder(String unnamed) {
        this.unnamed = unnamed;
        consumerProperties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    }

    abstract B self();

    /** The keys of the options that this kind of feed has. */
    abstract ConfigDef knownOptions();

    /**
     * The addresses of the brokers to begin with.
     *
     * @param servers as Kafka's {@code bootstrap.servers}: host:port, separated by commas
     * @return this
     */
    public B bootstrapServers(String servers) {
        consumerProperties.put(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                FeedChecks.notBlank(servers, "bootstrapServers"));
        return self();
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
    public B consumerProperties(Map<String, ?> properties) {
        FeedProperties.check(Objects.requireNonNull(properties, "properties"));
        consumerProperties.putAll(properties);
        return self();
    }

    /**
     * Sets options and consumer properties by their keys, as they stand in a configuration file:
     * what this feed's methods set and is not code, under keys that begin with {@code leftright.},
     * such as {@code leftright.stale.after.ms}; and any others as by {@code consumerProperties}.
     * The guide has a table of the keys, and the message of an exception lists them. Values are
     * strings, or numbers where numbers are meant; durations are milliseconds. What is not among
     * the properties stays as it is; like a call of the methods, this replaces what was set before,
     * and is replaced by what is set after it.
     *
     * <p>The file of a checkpoint is a property, what is kept in it is code. So with properties,
     * code may say what a checkpoint would hold, and the properties name no file.
     *
     * @param properties a {@code Map<String, ?>}, or {@link java.util.Properties} with their
     *     defaults
     * @return this
     * @throws IllegalArgumentException if a key that begins with {@code leftright.} is none of this
     *     feed, a value is wrong, properties contradict each other, or are refused by {@code
     *     consumerProperties}; the message names all of these, with their values and what is
     *     allowed, and nothing is set
     */
    public B properties(Map<?, ?> properties) {
        FeedOptions options =
                FeedOptions.of(Objects.requireNonNull(properties, "properties"), knownOptions());
        consumerProperties.putAll(options.ofClients());
        options.setIn(this);
        configured = true;
        return self();
    }

    /**
     * Who makes the feed's consumer, instead of the constructor of {@link KafkaConsumer}: to bind
     * the consumer's own meters, or to give a {@code MockConsumer} in a test. Is called in the
     * feed's thread when the feed starts, and when it starts again after Kafka's clients have
     * failed; the feed closes the consumer.
     *
     * @param factory makes a consumer of the properties, which are complete
     * @return this
     */
    public B consumerFactory(Function<Map<String, Object>, Consumer<byte[], byte[]>> factory) {
        consumerFactory = Objects.requireNonNull(factory, "factory");
        return self();
    }

    /**
     * Who makes the client by which the feed asks about its topics, instead of {@link
     * Admin#create(Map)}. Is called and closed as by {@code consumerFactory}.
     *
     * @param factory makes a client of the consumer's properties, but for those that only a
     *     consumer has
     * @return this
     */
    public B adminFactory(Function<Map<String, Object>, Admin> factory) {
        adminFactory = Objects.requireNonNull(factory, "factory");
        return self();
    }

    /**
     * What a record says of its key: put, remove or ignore. By default a null value removes and any
     * other puts.
     *
     * @param rule decides on each record of all topics
     * @return this
     */
    public B recordRule(RecordRule rule) {
        recordRule = Objects.requireNonNull(rule, "rule");
        return self();
    }

    /**
     * Follows only some partitions, of each topic; all of them by default. For shards: each product
     * is then in the process that follows its partition, and an entry of a catalog is where its
     * product is only if the producer puts both into partitions of the same number.
     *
     * @param followed tells of the number of a partition, 0 or more, whether it is followed; asked
     *     again from time to time, by several threads, and must always say the same
     * @return this
     */
    public B partitions(IntPredicate followed) {
        this.followed = Objects.requireNonNull(followed, "followed");
        return self();
    }

    /**
     * Refreshes as soon as all that the broker had ready has been read and applied, and under a
     * steady stream at least every second. This is the default.
     *
     * @return this
     */
    public B refreshEachPoll() {
        refresh = FeedRefresh.EACH_POLL;
        return self();
    }

    /**
     * Refreshes so often, if there is anything new. With {@link #refreshEveryRecords} too, whatever
     * comes first.
     *
     * @param interval the time between two refreshes
     * @return this
     */
    public B refreshEvery(Duration interval) {
        refresh = refresh.orEvery(FeedChecks.positive(interval, "refreshEvery"));
        return self();
    }

    /**
     * Refreshes after so many records, at the end of the poll that completes them; fewer stay
     * invisible until more come, unless {@link #refreshEvery} is set too.
     *
     * @param count one or more
     * @return this
     */
    public B refreshEveryRecords(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("refreshEveryRecords must be 1 or more: " + count);
        }
        refresh = refresh.orEveryRecords(count);
        return self();
    }

    /**
     * Refreshes at markers and at no other time, so that a batch which spans topics and partitions
     * becomes visible whole: see {@link BatchMarker} for what the producer has to do. The feed is
     * ready with the first marker at or after the ends that stood at the start.
     *
     * @return this
     */
    public B refreshOnMarker() {
        refresh = FeedRefresh.ON_MARKER;
        return self();
    }

    /**
     * Refreshes at markers, as {@link #refreshOnMarker()} does, and waits only so long for a
     * partition whose marker is missing while others have theirs; 5 minutes otherwise. Meanwhile
     * {@link FeedStatus#waits} names it. After that, and once all is read that was there then, what
     * there is becomes visible, with what the late partition holds so far, and it is not waited for
     * again until it has a marker. So a marker that was never written, or a partition that the
     * producer does not know of, delays one batch, and a late marker lets readers see half a batch.
     *
     * @param timeout the limit, longer than a producer may need for its markers
     * @return this
     */
    public B refreshOnMarker(Duration timeout) {
        refresh = FeedRefresh.onMarker(FeedChecks.positive(timeout, "refreshOnMarker"));
        return self();
    }

    /**
     * Refreshes between transactions and at no other time, so that what a producer writes in one
     * transaction becomes visible whole, in however many partitions of the topics, without markers.
     * The feed refreshes when it has read every partition to the very end of its log, and the
     * broker says afterwards that nothing has come since, neither committed nor undecided. No
     * transaction is in part in what was read then.
     *
     * <p>That takes moments without an open transaction or a record on its way, in all partitions
     * that the feed follows: batches with pauses of some tenths of a second between them. While
     * whoever writes leaves no pause, or a partition has no leader, readers see nothing new, for
     * however long; a start waits for such a moment, too. {@link FeedStatus#staleness} grows
     * meanwhile, and {@link FeedStatus#waits} names open transactions. To producers without pauses
     * {@linkplain #refreshOnMarker markers} are the answer. While anything is not shown yet, the
     * broker is asked up to ten times a second.
     *
     * <p>A batch is a transaction: of records that are written without one, a pause between two
     * shows the first. In partitions that are not followed, or of other topics, nothing is known of
     * a transaction. Like all that Kafka promises, this ends with an unclean election of a leader,
     * and with a leader that was replaced, does not know it yet and is asked where its log ends;
     * and a partition that was added a moment ago may be missing in the broker's answer.
     *
     * @return this
     */
    public B refreshBetweenTransactions() {
        refresh = FeedRefresh.BETWEEN_TRANSACTIONS;
        return self();
    }

    /**
     * Refreshes between the transactions of a database and at no other time, as change data capture
     * such as Debezium's tells of them in a topic: see {@link SourceTransactions}.
     *
     * @param topic the topic, of one partition; read with the others
     * @param timeout how long to wait for the rest of a transaction, as a rule minutes
     * @param transactions reads the topic, and of which transaction a record is
     * @return this
     */
    public B refreshAtSourceTransactions(
            String topic, Duration timeout, SourceTransactions transactions) {
        refresh = FeedRefresh.atSource(new TransactionTopic(topic, transactions), timeout);
        return self();
    }

    /**
     * Fails on the first record that cannot be decoded: no record of the same poll is applied.
     *
     * @return this
     */
    public B failOnPoison() {
        poisonHandler = () -> null;
        return self();
    }

    /**
     * Skips and counts records that cannot be decoded, and fails if they are more than so many
     * within a time. This is the default, with 100 within a minute: one bad record takes no replica
     * out of service, and a producer that writes nothing else is noticed.
     *
     * @param count how many, zero or more
     * @param within the time
     * @return this
     */
    public B skipPoisonUpTo(int count, Duration within) {
        if (count < 0) {
            throw new IllegalArgumentException("skipPoisonUpTo must not be negative: " + count);
        }
        Duration time = FeedChecks.positive(within, "skipPoisonUpTo");
        poisonHandler = () -> new PoisonLimit(count, time, System::nanoTime);
        return self();
    }

    /**
     * Skips and counts records that cannot be decoded: whose key is null or of the wrong length, or
     * whose key or value a deserializer refuses, whatever it throws. An error of the virtual
     * machine, such as an {@link OutOfMemoryError}, fails the feed all the same, and names the
     * record.
     *
     * @param handler gets each of them
     * @return this
     */
    public B skipPoison(PoisonHandler handler) {
        Objects.requireNonNull(handler, "handler");
        poisonHandler = () -> handler;
        return self();
    }

    /**
     * How long to look for the broker and the topics at the start before the feed fails; 5 minutes
     * by default. A host name that is not known yet, a broker that does not answer, a topic that is
     * not there, a partition without a leader and a missing permission are waited for so long;
     * {@link FeedStatus#cause} and the log say for which. A wrong password or an illegal topic name
     * fails at once. So long, too, a feed that has shown nothing yet waits for the permission to
     * read, and for the broker to compare a checkpoint. Apart from these, once the topics are
     * found, the feed waits for them as long as it takes, whatever happens to them.
     *
     * @param timeout the limit
     * @return this
     */
    public B startTimeout(Duration timeout) {
        startTimeout = FeedChecks.positive(timeout, "startTimeout");
        return self();
    }

    /**
     * How long a feed that has failed waits before it starts again by itself; 30 seconds by
     * default, after each further failure twice as long, up to 10 minutes; each wait is up to a
     * fifth shorter at random. Readers go on with what they have until a start succeeds. After an
     * error of the JVM, such as an {@link OutOfMemoryError}, or an interrupt of its thread, a feed
     * does not start again.
     *
     * @param pause the first wait; {@link Duration#ZERO}: the feed does not start again
     * @return this
     */
    public B restartAfter(Duration pause) {
        restartAfter =
                Objects.requireNonNull(pause, "restartAfter").isZero()
                        ? pause
                        : FeedChecks.positive(pause, "restartAfter");
        return self();
    }

    /**
     * How long the broker may be silent, or a topic be missing, before the feed calls itself {@link
     * FeedState#STALE}; 10 seconds by default. The feed asks the broker once a second, or each
     * quarter of this time if that is shorter.
     *
     * @param silence the limit
     * @return this
     */
    public B staleAfter(Duration silence) {
        staleAfter = FeedChecks.positive(silence, "staleAfter");
        return self();
    }

    /**
     * How often the checkpoint is written if anything is new; every 5 minutes by default.
     *
     * @param interval the time between two files
     * @return this
     */
    public B checkpointEvery(Duration interval) {
        checkpointEvery = FeedChecks.positive(interval, "checkpointEvery");
        return self();
    }

    /**
     * How long ago the topics may have been read to their ends and still be read on from there; 12
     * hours by default. It must be longer than a start takes, or the feed fails; and less than the
     * topics' {@code delete.retention.ms} (a day by default): after that, the tombstones of what
     * was removed since may be gone, and the removed would stay for ever. A checkpoint that is
     * older is not used. A feed that was away for longer, because its process was suspended or the
     * broker out of reach, reads the topics from the beginning on the hidden side, and readers go
     * on with what they have until one refresh shows the result.
     *
     * @param age the limit
     * @return this
     */
    public B maxAge(Duration age) {
        maxAge = FeedChecks.positive(age, "maxAge");
        return self();
    }

    /**
     * A name for the feed's thread, its log messages and meters, and, unless {@code client.id} is
     * among the properties, its Kafka clients. By default it is {@code catalog-feed-} for a {@link
     * KafkaCatalogFeed}, {@code kafka-feed-} for any other, and a number, another one for each
     * feed. Give a feed that takes the place of another the same name.
     *
     * @param name the name
     * @return this
     */
    public B name(String name) {
        this.name = FeedChecks.notBlank(name, "name");
        return self();
    }

    /**
     * Who is to be told what the feed does.
     *
     * @param listener the listener
     * @return this
     */
    public B listener(FeedListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return self();
    }

    /** Makes the settings of a feed whose checkpoint, if there is one, keeps these members. */
    FeedSettings settings(
            LeftRightGroup group,
            Map<String, FeedTopic<?, ?>> topics,
            List<CheckpointMember> members) {
        KafkaVersion.require();
        if (!consumerProperties.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("the feed needs bootstrapServers");
        }
        refresh.addTopic(topics, followed);
        String feedName = name == null ? unnamed + UNNAMED_COUNT.incrementAndGet() : name;
        Set<String> ignored = FeedProperties.ignored(consumerProperties);
        if (!ignored.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    feedName
                            + ": ignores these consumer properties, which it sets itself or has no"
                            + " use for: "
                            + ignored);
        }
        return new FeedSettings(
                group,
                FeedProperties.complete(consumerProperties, feedName),
                new FeedClients(consumerFactory, adminFactory),
                topics,
                followed == null ? partition -> true : followed,
                refresh,
                recordRule,
                poisonHandler.get(),
                guard,
                startTimeout,
                restartAfter,
                staleAfter,
                maxAge,
                feedName,
                listener,
                checkpointFile == null
                        ? null
                        : new CheckpointSettings(checkpointFile, members, checkpointEvery));
    }

    /** What is asked before each refresh. */
    final void ask(ContentGuard asked) {
        guard = asked;
    }

    /** Where the checkpoint is kept. */
    final void keepIn(Path file) {
        checkpointFile = FeedChecks.inFolder(file);
    }

    final boolean hasCheckpoint() {
        return checkpointFile != null;
    }

    /** Whether properties were set, which may name a checkpoint or none. */
    final boolean isConfigured() {
        return configured;
    }
}
