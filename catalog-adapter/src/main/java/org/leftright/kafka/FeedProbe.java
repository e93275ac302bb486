// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker who the topics are and where they end, over a connection of its own: a poll
 * without records does not tell whether the broker is there, nor a record of which topic it is when
 * one was re-created under the same name. Used by the feed's thread alone, but for {@link #cancel},
 * {@link #silence} and {@link #unanswered}.
 */
final class FeedProbe implements AutoCloseable {
    private final List<String> topics;
    private final IntPredicate followed;
    private final Admin admin;
    private volatile @Nullable CompletableFuture<Answer> asked;
    private volatile long answeredNs;

    /** The time of the first question since the last answer, a nanoTime; zero without one. */
    private volatile long unansweredNs;

    FeedProbe(FeedSettings settings) {
        this.topics = List.copyOf(settings.topics().keySet());
        this.followed = settings.followed();
        Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
        // What neither knows may belong to a plug-in of both, such as one for TLS.
        properties.keySet().removeIf(FeedProbe::isOfConsumersOnly);
        this.admin = settings.clients().admins().apply(properties);
    }

    private static boolean isOfConsumersOnly(String key) {
        return ConsumerConfig.configNames().contains(key)
                && !AdminClientConfig.configNames().contains(key);
    }

    /**
     * What the broker said.
     *
     * @param asked when it was asked; a topic had this id then, or has got it since
     * @param filled the topics that hold something, in whatever partition
     * @param leaderless the followed partitions without a leader; they have no offsets here
     * @param begins the first offset of each partition that is followed
     * @param ends the offset after the last record of each partition that is followed which can be
     *     read: before the first open transaction
     * @param highs the offset after its last record of all
     */
    record Answer(
            FeedMoment asked,
            Map<String, Uuid> ids,
            Set<String> filled,
            Set<TopicPartition> leaderless,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> highs) {
        /**
         * Makes an answer with no offset beyond those of a later one, if there is one. A log
         * becomes shorter if its leader loses the last records: what is not there will not be read.
         */
        Answer atMost(@Nullable Answer later) {
            if (later == null) {
                return this;
            }
            return new Answer(
                    asked,
                    ids,
                    filled,
                    leaderless,
                    begins,
                    atMost(ends, later.ends),
                    atMost(highs, later.highs));
        }

        static Map<TopicPartition, Long> atMost(
                Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> later) {
            Map<TopicPartition, Long> least = new HashMap<>(offsets);
            least.replaceAll((key, offset) -> Math.min(offset, later.getOrDefault(key, offset)));
            return least;
        }

        private Answer with(Map<TopicPartition, Long> itsHighs) {
            return new Answer(asked, ids, filled, leaderless, begins, ends, itsHighs);
        }
    }

    /** Asks; the answer, or why there is none within the limit, comes in the future. */
    CompletableFuture<Answer> ask(Duration limit) {
        int limitMs = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
        FeedMoment now = FeedMoment.now();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (unansweredNs == 0) {
            unansweredNs = System.nanoTime();
        }
        describe(limitMs)
                .thenCompose(found -> offsets(now, found, limitMs))
                .whenComplete(
                        (value, failure) -> {
                            if (failure == null) {
                                answeredNs = System.nanoTime();
                                unansweredNs = 0;
                                answer.complete(value);
                            } else {
                                answer.completeExceptionally(unwrapped(failure));
                            }
                        });
        asked = answer;
        return answer;
    }

    private CompletionStage<Map<String, TopicDescription>> describe(int limitMs) {
        Map<String, KafkaFuture<TopicDescription>> questions =
                admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(limitMs))
                        .topicNameValues();
        CompletionStage<Map<String, TopicDescription>> all =
                CompletableFuture.completedFuture(Map.of());
        for (Map.Entry<String, KafkaFuture<TopicDescription>> question : questions.entrySet()) {
            String topic = question.getKey();
            CompletionStage<TopicDescription> one =
                    question.getValue()
                            .toCompletionStage()
                            .handle((found, failure) -> found(topic, found, failure));
            all = all.thenCombine(one, (others, found) -> with(others, topic, found));
        }
        return all;
    }

    private static TopicDescription found(
            String topic, @Nullable TopicDescription found, @Nullable Throwable failure) {
        if (found != null) {
            return found;
        }
        Throwable cause = unwrapped(failure);
        if (cause instanceof UnknownTopicOrPartitionException) {
            cause = new UnknownTopicOrPartitionException("there is no topic " + topic, cause);
        } else if (cause instanceof TopicAuthorizationException) {
            cause = // as the consumer says it
                    new TopicAuthorizationException(
                            "Not authorized to access topics: [" + topic + "]");
        } else if (!(cause instanceof RetriableException)
                && !(cause instanceof AuthenticationException)
                && !(cause instanceof AuthorizationException)) {
            cause = new ApiException("the topic " + topic + ": " + cause.getMessage(), cause);
        }
        throw new CompletionException(cause);
    }

    private static <T> Map<String, T> with(Map<String, T> others, String key, T value) {
        Map<String, T> all = new HashMap<>(others);
        all.put(key, value);
        return all;
    }

    private CompletionStage<Answer> offsets(
            FeedMoment now, Map<String, TopicDescription> found, int limitMs) {
        Map<String, Uuid> ids = new HashMap<>();
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        Set<TopicPartition> leaderless = new HashSet<>();
        found.forEach(
                (topic, description) -> {
                    ids.put(topic, description.topicId());
                    description
                            .partitions()
                            .forEach(
                                    info -> {
                                        TopicPartition partition =
                                                new TopicPartition(topic, info.partition());
                                        if (info.leader() != null) {
                                            first.put(partition, OffsetSpec.earliest());
                                            last.put(partition, OffsetSpec.latest());
                                        } else if (followed.test(info.partition())) {
                                            leaderless.add(partition);
                                        }
                                    });
                });
        CompletionStage<Map<TopicPartition, Long>> allEnds =
                offsets(last, IsolationLevel.READ_COMMITTED, limitMs);
        CompletionStage<Map<TopicPartition, Long>> allHighs =
                offsets(last, IsolationLevel.READ_UNCOMMITTED, limitMs);
        return offsets(first, IsolationLevel.READ_UNCOMMITTED, limitMs)
                .thenCombine(
                        allEnds,
                        (begins, ends) ->
                                new Answer(
                                        now,
                                        ids,
                                        filled(begins, ends),
                                        leaderless,
                                        ofFollowed(begins),
                                        ofFollowed(ends),
                                        Map.of()))
                .thenCombine(allHighs, (answer, highs) -> answer.with(ofFollowed(highs)));
    }

    private static Set<String> filled(
            Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> end.getValue() > begins.getOrDefault(end.getKey(), 0L))
                .map(end -> end.getKey().topic())
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, Long> ofFollowed(Map<TopicPartition, Long> all) {
        Map<TopicPartition, Long> some = new HashMap<>(all);
        some.keySet().removeIf(partition -> !followed.test(partition.partition()));
        return some;
    }

    private CompletionStage<Map<TopicPartition, Long>> offsets(
            Map<TopicPartition, OffsetSpec> of, IsolationLevel level, int limitMs) {
        ListOffsetsOptions options = new ListOffsetsOptions(level);
        options.timeoutMs(limitMs);
        return admin.listOffsets(of, options)
                .all()
                .toCompletionStage()
                .thenApply(
                        results -> {
                            Map<TopicPartition, Long> offsets = new HashMap<>();
                            results.forEach((key, result) -> offsets.put(key, result.offset()));
                            return offsets;
                        });
    }

    /** The settings of the topics, if this principal may describe them. */
    CompletionStage<Map<String, Config>> settings(Duration limit) {
        List<ConfigResource> resources =
                topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList();
        int limitMs = (int) Math.min(Integer.MAX_VALUE, limit.toMillis());
        return admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(limitMs))
                .all()
                .toCompletionStage()
                .thenApply(
                        found -> {
                            Map<String, Config> settings = new HashMap<>();
                            found.forEach((key, config) -> settings.put(key.name(), config));
                            return settings;
                        });
    }

    /** How long there has been no answer; zero before the first. */
    Duration silence() {
        return since(answeredNs);
    }

    /** Returns the age of the first question since the last answer; zero before any answer. */
    Duration unanswered() {
        return answeredNs == 0 ? Duration.ZERO : since(unansweredNs);
    }

    /** Returns how long ago a nanoTime was; zero for zero, which stands for none. */
    static Duration since(long ns) {
        return ns == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - ns));
    }

    /**
     * Whether somebody takes connections and closes them: as a broker does that expects TLS, or a
     * password, where this speaks without. The latter answers who asks for its versions.
     */
    boolean isNotUnderstood() {
        double connectionCount = total("connection-creation-total");
        return connectionCount > 0
                && total("connection-close-total") > 0
                && total("response-total") <= connectionCount;
    }

    private double total(String name) {
        return FeedFetches.value(FeedFetches.find(admin.metrics(), "admin-client-metrics", name));
    }

    /** What it was that went wrong. */
    static Throwable unwrapped(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? new IllegalStateException("no answer, and no failure") : cause;
    }

    /** Ends a wait for an answer. */
    void cancel() {
        CompletableFuture<Answer> last = asked;
        if (last != null) {
            last.completeExceptionally(new WakeupException());
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
