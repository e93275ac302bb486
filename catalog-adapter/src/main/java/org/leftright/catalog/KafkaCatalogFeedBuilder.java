package org.leftright.catalog;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link KafkaCatalogFeed}. Needed are the broker's address and at least one
 * topic.
 *
 * @param <P> the products
 */
public final class KafkaCatalogFeedBuilder<P> {
    /** What makes the feed what it is. */
    private static final Map<String, Object> FIXED =
            Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "none",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false);

    private static final Set<String> REFUSED =
            Set.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    /** As good as for ever, and its nanoseconds fit into a long. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private static final CatalogFeedListener NO_LISTENER = new CatalogFeedListener() {};

    private final ProductCatalog<P> catalog;
    private final Deserializer<? extends P> productDeserializer;
    private final Map<String, Object> consumerProperties = new HashMap<>();
    private @Nullable String productsTopic;
    private @Nullable String catalogTopic;
    private Duration refreshEvery = Duration.ZERO;
    private @Nullable PoisonHandler poisonHandler;
    private Duration startTimeout = Duration.ofSeconds(30);
    private Duration staleAfter = Duration.ofSeconds(10);
    private String name = "catalog-feed";
    private CatalogFeedListener listener = NO_LISTENER;

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
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, Objects.requireNonNull(servers));
        return this;
    }

    /**
     * Adds properties of the Kafka consumer, such as those for TLS and authentication.
     *
     * @param properties the properties
     * @return this
     * @throws IllegalArgumentException if the feed depends on another value of one of them: it
     *     reads without a group, from the beginning, committed records only
     */
    public KafkaCatalogFeedBuilder<P> consumerProperties(Map<String, ?> properties) {
        properties.forEach(
                (key, value) -> {
                    Object fixed = FIXED.get(key);
                    if (REFUSED.contains(key)
                            || (fixed != null && !fixed.toString().equals(value.toString()))) {
                        throw new IllegalArgumentException(
                                "the consumer property "
                                        + key
                                        + " cannot be "
                                        + value
                                        + ": the feed "
                                        + (fixed == null ? "has no use for it" : "needs " + fixed));
                    }
                });
        consumerProperties.putAll(properties);
        return this;
    }

    /**
     * The topic of the products. A record's key is the product's id, 8 bytes big-endian; its value
     * is the product, or null if it is to be removed.
     *
     * @param topic the topic's name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> productsTopic(String topic) {
        productsTopic = Objects.requireNonNull(topic, "topic");
        return this;
    }

    /**
     * The topic of the catalogs. A record's key is the catalog's id and then the product's, 8 bytes
     * big-endian each; the product is in the catalog if the value is not null, whatever it is.
     *
     * @param topic the topic's name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> catalogTopic(String topic) {
        catalogTopic = Objects.requireNonNull(topic, "topic");
        return this;
    }

    /**
     * To refresh as soon as all that the broker had ready has been read and applied, and under a
     * steady stream at least every second. This is the default.
     *
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshEachPoll() {
        refreshEvery = Duration.ZERO;
        return this;
    }

    /**
     * To refresh so often, if there is anything new.
     *
     * @param interval the time between two refreshes
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> refreshEvery(Duration interval) {
        refreshEvery = positive(interval, "refreshEvery");
        return this;
    }

    /**
     * To fail on a record that cannot be decoded: no record of the same poll is applied. This is
     * the default.
     *
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> failOnPoison() {
        poisonHandler = null;
        return this;
    }

    /**
     * To skip and count records that cannot be decoded: whose key is null or of the wrong length,
     * or whose value the deserializer refuses.
     *
     * @param handler gets each of them
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> skipPoison(PoisonHandler handler) {
        poisonHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * How long to look for the broker and the topics at the start before the feed fails; 30 seconds
     * by default. Once found, the feed waits for the broker as long as it takes.
     *
     * @param timeout the limit
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> startTimeout(Duration timeout) {
        startTimeout = positive(timeout, "startTimeout");
        return this;
    }

    /**
     * How long the broker may be silent before the feed calls itself stale; 10 seconds by default.
     *
     * @param silence the limit
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> staleAfter(Duration silence) {
        staleAfter = positive(silence, "staleAfter");
        return this;
    }

    /**
     * A name for the feed's thread and its log messages; {@code catalog-feed} by default.
     *
     * @param name the name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> name(String name) {
        this.name = Objects.requireNonNull(name, "name");
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
     */
    public KafkaCatalogFeed<P> build() {
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
        return new KafkaCatalogFeed<>(
                new FeedSettings<>(
                        catalog,
                        productDeserializer,
                        checkedProperties(),
                        productsTopic,
                        catalogTopic,
                        refreshEvery,
                        poisonHandler,
                        startTimeout,
                        staleAfter,
                        name,
                        listener));
    }

    private Map<String, Object> checkedProperties() {
        Map<String, Object> properties = new HashMap<>(consumerProperties);
        properties.putAll(FIXED);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, name);
        try {
            return new ConsumerConfig(properties).originals();
        } catch (ConfigException e) {
            throw new IllegalArgumentException("a wrong consumer property: " + e.getMessage(), e);
        }
    }

    private static Duration positive(Duration duration, String option) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(option + " must be more than zero: " + duration);
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }
}
