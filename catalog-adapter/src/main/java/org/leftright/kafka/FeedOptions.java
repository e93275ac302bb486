// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What is set by properties instead of code: the keys of the feed's own options, and the properties
 * of its clients, which are all others.
 */
final class FeedOptions {
    /** What the keys of the feed's own options begin with. */
    static final String PREFIX = "leftright.";

    private static final String NAME = PREFIX + "name";
    private static final String PRODUCTS_TOPIC = PREFIX + "products.topic";
    private static final String CATALOG_TOPIC = PREFIX + "catalog.topic";
    private static final String REFRESH = PREFIX + "refresh";
    private static final String REFRESH_INTERVAL = PREFIX + "refresh.interval.ms";
    private static final String REFRESH_RECORDS = PREFIX + "refresh.records";
    private static final String MARKER_TIMEOUT = PREFIX + "marker.timeout.ms";
    private static final String START_TIMEOUT = PREFIX + "start.timeout.ms";
    private static final String RESTART_AFTER = PREFIX + "restart.after.ms";
    private static final String STALE_AFTER = PREFIX + "stale.after.ms";
    private static final String MAX_AGE = PREFIX + "max.age.ms";
    private static final String POISON_LIMIT = PREFIX + "poison.limit";
    private static final String POISON_WITHIN = PREFIX + "poison.within.ms";
    private static final String CHECKPOINT_FILE = PREFIX + "checkpoint.file";
    private static final String CHECKPOINT_INTERVAL = PREFIX + "checkpoint.interval.ms";

    private static final String EACH_POLL = "each.poll";
    private static final String ON_MARKER = "on.marker";
    private static final String BETWEEN_TRANSACTIONS = "between.transactions";

    private static final Validator NOT_BLANK =
            validator("not blank", value -> FeedChecks.notBlank((String) value, "it"));
    private static final Validator FILE =
            validator(
                    "a file in a folder that exists",
                    value -> FeedChecks.inFolder(Path.of((String) value)));

    /** The options of all feeds. */
    static final ConfigDef OF_ALL =
            new ConfigDef()
                    .define(
                            NAME,
                            ConfigDef.Type.STRING,
                            null,
                            NOT_BLANK,
                            Importance.MEDIUM,
                            "Name of the feed's thread, log messages, meters and Kafka clients; by"
                                    + " default a kind and a number.")
                    .define(
                            REFRESH,
                            ConfigDef.Type.STRING,
                            EACH_POLL,
                            ValidString.in(EACH_POLL, ON_MARKER, BETWEEN_TRANSACTIONS),
                            Importance.HIGH,
                            "When what was read becomes visible: as soon as all that the broker"
                                    + " had ready is read, at markers, or between transactions.")
                    .define(
                            REFRESH_INTERVAL,
                            ConfigDef.Type.LONG,
                            null,
                            atLeast(1),
                            Importance.MEDIUM,
                            "With `each.poll`: refresh only so often.")
                    .define(
                            REFRESH_RECORDS,
                            ConfigDef.Type.INT,
                            null,
                            atLeast(1),
                            Importance.MEDIUM,
                            "With `each.poll`: refresh only after so many records, or after the"
                                    + " interval if there is one.")
                    .define(
                            MARKER_TIMEOUT,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofMinutes(5)),
                            atLeast(1),
                            Importance.LOW,
                            "With `on.marker`: how long to wait for a partition without its"
                                    + " marker.")
                    .define(
                            START_TIMEOUT,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofMinutes(5)),
                            atLeast(1),
                            Importance.MEDIUM,
                            "How long to look for broker and topics before the feed fails.")
                    .define(
                            RESTART_AFTER,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofSeconds(30)),
                            atLeast(0),
                            Importance.MEDIUM,
                            "First pause before a feed that has failed starts again; 0: it does"
                                    + " not.")
                    .define(
                            STALE_AFTER,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofSeconds(10)),
                            atLeast(1),
                            Importance.MEDIUM,
                            "How long the broker may be silent before the feed is `STALE`.")
                    .define(
                            MAX_AGE,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofHours(12)),
                            atLeast(1),
                            Importance.HIGH,
                            "How long ago the topics may have been read to their ends and still"
                                    + " be read on; less than their `delete.retention.ms`.")
                    .define(
                            POISON_LIMIT,
                            ConfigDef.Type.INT,
                            100,
                            atLeast(0),
                            Importance.MEDIUM,
                            "How many records that cannot be decoded are skipped within the time"
                                    + " below; one more fails the feed.")
                    .define(
                            POISON_WITHIN,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofMinutes(1)),
                            atLeast(1),
                            Importance.LOW,
                            "The time for these.")
                    .define(
                            CHECKPOINT_FILE,
                            ConfigDef.Type.STRING,
                            null,
                            FILE,
                            Importance.HIGH,
                            "Where the checkpoint is kept; by default there is none.")
                    .define(
                            CHECKPOINT_INTERVAL,
                            ConfigDef.Type.LONG,
                            millis(Duration.ofMinutes(5)),
                            atLeast(1),
                            Importance.LOW,
                            "How often it is written, if anything is new.");

    /** The options of all feeds, and the topics of a catalog. */
    static final ConfigDef OF_CATALOG =
            new ConfigDef(OF_ALL)
                    .define(
                            PRODUCTS_TOPIC,
                            ConfigDef.Type.STRING,
                            null,
                            NOT_BLANK,
                            Importance.HIGH,
                            "The topic of the products; for a `KafkaCatalogFeed` only.")
                    .define(
                            CATALOG_TOPIC,
                            ConfigDef.Type.STRING,
                            null,
                            NOT_BLANK,
                            Importance.HIGH,
                            "The topic of the catalogs' entries; for a `KafkaCatalogFeed` only.");

    private final Map<String, Object> own = new TreeMap<>();
    private final Map<String, Object> ofClients = new TreeMap<>();

    private FeedOptions() {}

    /**
     * Reads properties.
     *
     * @param known the keys of the feed's own options
     * @throws IllegalArgumentException if any are wrong; the message names all of them
     */
    static FeedOptions of(Map<?, ?> properties, ConfigDef known) {
        FeedOptions options = new FeedOptions();
        Map<String, String> wrong = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        withDefaults(properties)
                .forEach(
                        (key, value) -> {
                            if (!(key instanceof String name)) {
                                wrong.put(
                                        String.valueOf(key), key + " is not a String, as keys are");
                            } else if (!name.startsWith(PREFIX)) {
                                options.ofClients.put(name, value);
                            } else {
                                ConfigDef.ConfigKey own = known.configKeys().get(name);
                                if (own == null) {
                                    unknown.add(name);
                                } else {
                                    options.read(own, value, wrong);
                                }
                            }
                        });
        wrong.putAll(FeedProperties.faults(options.ofClients));
        options.findContradictions(wrong);
        if (!unknown.isEmpty()) {
            unknown.sort(null);
            wrong.put(
                    PREFIX,
                    "the feed has no "
                            + unknown
                            + " but "
                            + String.join(", ", new TreeSet<>(known.names())));
        }
        FeedProperties.refuse("wrong properties: ", wrong);
        return options;
    }

    /** The defaults of {@link Properties} are not among their entries. */
    private static Map<Object, Object> withDefaults(Map<?, ?> properties) {
        Map<Object, Object> all = new HashMap<>();
        if (properties instanceof Properties chained) {
            chained.stringPropertyNames().forEach(key -> all.put(key, chained.getProperty(key)));
        }
        all.putAll(properties);
        return all;
    }

    private void read(ConfigDef.ConfigKey key, @Nullable Object value, Map<String, String> wrong) {
        try {
            if (value == null) {
                throw new ConfigException(key.name, null, "must not be null");
            }
            own.put(key.name, FeedProperties.parsed(key, value));
        } catch (ConfigException e) {
            wrong.put(key.name, e.getMessage());
        }
    }

    private void findContradictions(Map<String, String> wrong) {
        Object rule = own.getOrDefault(REFRESH, EACH_POLL);
        for (String key : List.of(REFRESH_INTERVAL, REFRESH_RECORDS, MARKER_TIMEOUT)) {
            String needed = key.equals(MARKER_TIMEOUT) ? ON_MARKER : EACH_POLL;
            if (own.containsKey(key) && !rule.equals(needed)) {
                wrong.put(key, key + " needs " + REFRESH + "=" + needed);
            }
        }
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }

    private static Validator atLeast(long least) {
        return validator(
                "at least " + least,
                value -> {
                    if (((Number) value).longValue() < least) {
                        throw new IllegalArgumentException("must be at least " + least);
                    }
                });
    }

    /** Makes a validator; null, which a default may be, is right. */
    private static Validator validator(String allowed, Consumer<Object> check) {
        return LambdaValidator.with(
                (key, value) -> {
                    if (value != null) {
                        try {
                            check.accept(value);
                        } catch (IllegalArgumentException e) {
                            throw new ConfigException(key, value, e.getMessage());
                        }
                    }
                },
                () -> allowed);
    }

    // ---------------------------------------------------------------- setting

    Map<String, Object> ofClients() {
        return ofClients;
    }

    /** Sets what is given, and nothing else. */
    void setIn(AbstractFeedBuilder<?> builder) {
        text(NAME, builder::name);
        if (builder instanceof KafkaCatalogFeedBuilder<?> ofCatalog) {
            text(PRODUCTS_TOPIC, ofCatalog::productsTopic);
            text(CATALOG_TOPIC, ofCatalog::catalogTopic);
        }
        setRefresh(builder);
        time(START_TIMEOUT, builder::startTimeout);
        time(RESTART_AFTER, builder::restartAfter);
        time(STALE_AFTER, builder::staleAfter);
        time(MAX_AGE, builder::maxAge);
        if (own.containsKey(POISON_LIMIT) || own.containsKey(POISON_WITHIN)) {
            builder.skipPoisonUpTo(
                    ((Number) valueOrDefault(POISON_LIMIT)).intValue(),
                    duration(valueOrDefault(POISON_WITHIN)));
        }
        text(CHECKPOINT_FILE, file -> builder.keepIn(Path.of(file)));
        time(CHECKPOINT_INTERVAL, builder::checkpointEvery);
    }

    private void setRefresh(AbstractFeedBuilder<?> builder) {
        if (own.get(REFRESH) instanceof String rule) {
            switch (rule) {
                case ON_MARKER -> builder.refreshOnMarker(duration(valueOrDefault(MARKER_TIMEOUT)));
                case BETWEEN_TRANSACTIONS -> builder.refreshBetweenTransactions();
                default -> builder.refreshEachPoll();
            }
        }
        time(REFRESH_INTERVAL, builder::refreshEvery);
        if (own.get(REFRESH_RECORDS) instanceof Integer count) {
            builder.refreshEveryRecords(count);
        }
    }

    private void text(String key, Consumer<String> setter) {
        if (own.get(key) instanceof String text) {
            setter.accept(text);
        }
    }

    private void time(String key, Consumer<Duration> setter) {
        if (own.get(key) instanceof Long millis) {
            setter.accept(duration(millis));
        }
    }

    private static Duration duration(Object millis) {
        return Duration.ofMillis((Long) millis);
    }

    private Object valueOrDefault(String key) {
        return own.getOrDefault(
                key, Objects.requireNonNull(OF_ALL.configKeys().get(key)).defaultValue);
    }
}
