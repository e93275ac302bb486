// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The topics: all their partitions, and what the broker says of them. Used by the feed's thread
 * alone, but for {@link #wakeup}, {@link #silence} and {@link #idle}. Nothing here waits for the
 * broker longer than a poll, but for {@link #find} and {@link #askSinceRead}.
 */
final class FeedSource {
    /** Short, so that Kafka's client soon stops asking, and logging, when nobody answers. */
    private static final long POLL_NS = Duration.ofMillis(5).toNanos();

    /** Long enough that a wait for what is on its way does not keep a processor busy. */
    private static final long SHORTEST_POLL_NS = Duration.ofMillis(1).toNanos();

    /** The longest between two questions to the broker; so long a new topic may go unnoticed. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    /** The shortest between two questions whether anything has come. */
    private static final long ASK_AGAIN_NS = Duration.ofMillis(100).toNanos();

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final long RETRY_MS = 50;

    private final FeedSettings settings;
    private final CountDownLatch closing;
    private final FeedProbe probe;
    private final Consumer<byte[], byte[]> consumer;
    private final FeedPositions positions;
    private final Duration probeEvery;
    private final FeedPace pace = new FeedPace(System::nanoTime, FeedPace.RANDOM);
    private final FeedFetches fetches;
    private boolean closed; // under the monitor: no wake-up of a closed consumer
    private Map<String, Uuid> ids = Map.of();

    private @Nullable CompletableFuture<FeedProbe.Answer> question;
    private FeedProbe.@Nullable Answer lastAnswer;
    private long askedNs;
    private Map<TopicPartition, Long> nextWhenAsked = Map.of();
    private FeedCut cut = FeedCut.UNKNOWN;
    private long readNs;
    private @Nullable Throwable refusal;
    private boolean found; // by a first answer
    private final FeedRefusal reading = new FeedRefusal();
    private volatile long activeNs = System.nanoTime();

    FeedSource(FeedSettings settings, CountDownLatch closing) {
        this.settings = settings;
        this.closing = closing;
        this.consumer = settings.clients().consumers().apply(settings.consumerProperties());
        try {
            this.probe = new FeedProbe(settings);
        } catch (RuntimeException | Error e) {
            close(consumer, Duration.ZERO);
            throw e;
        }
        this.positions = new FeedPositions(consumer);
        this.fetches = new FeedFetches(consumer, settings.consumerProperties());
        Duration quarter = settings.staleAfter().dividedBy(4);
        this.probeEvery = quarter.compareTo(PROBE) < 0 ? quarter : PROBE;
    }

    // ------------------------------------------------------------------ start

    /** Asks who the topics are. Waits for the answer so long; null if there is none yet. */
    FeedProbe.@Nullable Answer find(Duration limit) {
        ask(limit);
        return await(limit);
    }

    /** Why there was no answer to the last question, if the broker has said. */
    @Nullable Throwable lastRefusal() {
        return refusal;
    }

    /** Whether the broker takes connections and does not answer. */
    boolean isNotUnderstood() {
        return probe.isNotUnderstood();
    }

    /** Says what is wrong with the topics' settings, when the broker has told them. */
    void checkSettings(FeedReport report) {
        probe.settings(settings.startTimeout())
                .whenComplete(
                        (found, failure) -> {
                            if (found != null) {
                                FeedTopicSettings.faults(found, settings)
                                        .forEach(fault -> report.log(Level.WARNING, fault));
                            } else if (closing.getCount() > 0) {
                                report.log(
                                        Level.INFO,
                                        "does not check the topics' settings: "
                                                + FeedProbe.unwrapped(failure).getMessage());
                            }
                        });
    }

    /** Goes to these offsets, and to the beginnings of the other partitions. */
    void begin(FeedProbe.Answer answer, Map<TopicPartition, Long> from) {
        found = true;
        ids = answer.ids();
        cut = FeedCut.UNKNOWN;
        Map<TopicPartition, Long> next = new HashMap<>(answer.begins());
        next.putAll(from);
        positions.begin(next, answer.begins());
        pace.served();
    }

    /** Topics are lost: whatever has their names now may be another. */
    void forget() {
        ids = Map.of();
        lastAnswer = null;
        question = null;
        positions.epochs().clear();
    }

    /**
     * Nothing is read for a while, and then all begins again: other topics may be there by then.
     */
    void rest() {
        forget();
        found = false;
        refusal = null;
        reading.clear();
        positions.rest();
    }

    /**
     * Compares the logs with places that were read earlier; waits a little for the broker.
     *
     * @return the partitions in which they are not there any more
     * @throws ApiException if the broker does not tell
     */
    Set<TopicPartition> rewritten(Map<TopicPartition, FeedEpochs.Place> places) {
        return positions.rewritten(places);
    }

    /** These places are what was read last. */
    void continueAfter(Map<TopicPartition, FeedEpochs.Place> places) {
        positions.epochs().begin(places);
    }

    /** What is known of the logs before these offsets. */
    Map<TopicPartition, FeedEpochs.Place> places(Map<TopicPartition, Long> before) {
        return positions.epochs().before(before);
    }

    /**
     * Follows the partitions that are new.
     *
     * @return them
     */
    Set<TopicPartition> followGrowth(FeedProbe.Answer answer) {
        Map<TopicPartition, Long> next = positions.next();
        Map<TopicPartition, Long> added = new HashMap<>(answer.begins());
        added.keySet().removeAll(next.keySet());
        if (!added.isEmpty()) {
            next.putAll(added);
            consumer.assign(next.keySet()); // the others stay where they are, paused or not
            added.forEach(consumer::seek);
        }
        return added.keySet();
    }

    // ---------------------------------------------------------------- reading

    /**
     * Waits a little for records; none if there are none, or if the broker is away.
     *
     * @throws TopicLostException if what comes next is not there any more
     */
    ConsumerRecords<byte[], byte[]> poll(long limitNs) {
        activeNs = System.nanoTime();
        if (pace.isTooEarly()) {
            pause();
            return ConsumerRecords.empty();
        }
        Duration limit = Duration.ofNanos(Math.max(SHORTEST_POLL_NS, Math.min(limitNs, POLL_NS)));
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(limit);
            boolean hasCome = positions.advance(records);
            if (!records.isEmpty()) {
                readNs = System.nanoTime();
            }
            noticeProgress(hasCome, records.partitions(), limit);
            return records;
        } catch (InvalidOffsetException e) {
            String before =
                    e instanceof LogTruncationException
                            ? "what was read before the offset that comes next was written again"
                            : "the offset that comes next is not there any more";
            throw new TopicLostException(
                    topicsOf(e.partitions()),
                    before
                            + ", in "
                            + new TreeSet<>(e.partitions().stream().map(Object::toString).toList())
                            + ": the topic was truncated or re-created");
        } catch (RetriableException e) {
            pace.refused(); // the client has not tried again itself
            pace.lost();
            return ConsumerRecords.empty();
        } catch (ApiException e) { // these two have another parent in older clients
            if (!(e instanceof AuthorizationException || e instanceof AuthenticationException)) {
                throw e;
            }
            reading.begin(e);
            pace.refused(); // a permission or a password may be put right
            return ConsumerRecords.empty();
        }
    }

    private void noticeProgress(boolean hasCome, Set<TopicPartition> read, Duration limit) {
        if (!hasCome && fetches.returnNothing()) {
            reading.noticeTrouble();
            fetches.forget();
            pace.refused();
            pace.lost(); // a topic that is gone, or a broker that is away
            return;
        }
        if (hasCome) {
            fetches.forget();
        }
        if (reading.hasEnded(hasCome, read, limit)) {
            pace.served();
        }
    }

    private static Set<String> topicsOf(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** The topics that are read. */
    Map<String, Uuid> ids() {
        return ids;
    }

    /** The offset of each partition that is read next. */
    Map<TopicPartition, Long> next() {
        return positions.next();
    }

    /** Pauses these partitions, and those without a leader. */
    void pauseOnly(Set<TopicPartition> full) {
        positions.pause(full);
    }

    /** Whether everything is read up to these ends, in partitions that are not full. */
    boolean hasReached(Map<TopicPartition, Long> ends) {
        return positions.haveReached(ends);
    }

    /** See {@link FeedPositions#areDrained}. */
    boolean isDrained() {
        return positions.areDrained();
    }

    /** Whether no transaction is in part in what was read. Asks the broker, not too often. */
    boolean isBetweenTransactions() {
        Map<TopicPartition, Long> next = positions.next();
        if (question == null
                && !next.equals(nextWhenAsked)
                && System.nanoTime() - askedNs >= ASK_AGAIN_NS) {
            ask(settings.staleAfter());
        }
        return cut.isWhole(next);
    }

    // ---------------------------------------------------------------- contact

    private void ask(Duration limit) {
        askedNs = System.nanoTime();
        nextWhenAsked = Map.copyOf(positions.next());
        question = probe.ask(limit);
    }

    /**
     * Asks now and then.
     *
     * @return an answer that has come since; null if there is none
     * @throws TopicLostException if a topic is not the one that was read so far
     */
    FeedProbe.@Nullable Answer takeAnswer() {
        if (question != null && question.isDone()) {
            return await(Duration.ZERO);
        }
        if (question == null && System.nanoTime() - askedNs >= probeEvery.toNanos()) {
            ask(settings.staleAfter());
        }
        return null;
    }

    /** When the last answer was asked for, by the wall clock. */
    Instant answerAskedAt() {
        FeedProbe.Answer last = lastAnswer;
        return last == null ? Instant.EPOCH : last.asked().at();
    }

    /** The last answer, null if there was none since the topics were found. */
    FeedProbe.@Nullable Answer lastAnswer() {
        return lastAnswer;
    }

    /**
     * Asks, unless there is an answer from after the last record came, which shows that it came
     * from the topic that is followed. Waits a little.
     *
     * @return the answer, null if there is none yet
     * @throws TopicLostException if a topic is not the one that was read so far
     */
    FeedProbe.@Nullable Answer askSinceRead() {
        FeedProbe.Answer last = lastAnswer;
        if (last != null && last.asked().ns() - readNs >= 0) {
            return last;
        }
        if (question == null || askedNs - readNs < 0) {
            ask(settings.staleAfter());
        }
        return await(probeEvery);
    }

    /** Asks, unless a question is open already. Waits a little. */
    FeedProbe.@Nullable Answer askAgain() {
        if (question == null) {
            ask(settings.staleAfter());
        }
        return await(probeEvery);
    }

    /** Waits for the answer; null if there is none yet, or a refusal that may pass. */
    private FeedProbe.@Nullable Answer await(Duration limit) {
        activeNs = System.nanoTime();
        CompletableFuture<FeedProbe.Answer> asked = question;
        if (asked == null) {
            return null;
        }
        if (closing.getCount() == 0) {
            throw new WakeupException(); // it may have come before the question
        }
        try {
            FeedProbe.Answer answer = asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            question = null;
            refusal = null;
            pace.answered(answer.asked().ns());
            refuseOthers(answer);
            positions.pauseLeaderless(answer.leaderless());
            lastAnswer = answer;
            cut = new FeedCut(nextWhenAsked, answer.highs());
            return answer;
        } catch (java.util.concurrent.TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            question = null;
            Throwable cause = FeedProbe.unwrapped(e.getCause());
            if (mayPass(cause)) {
                refusal = cause;
                return null;
            }
            throw cause instanceof RuntimeException known ? known : new KafkaException(cause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * A password that was never right is not waited for. Once the topics are found, whatever the
     * broker says instead of an answer ends nothing.
     */
    private boolean mayPass(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof AuthorizationException
                || (found && cause instanceof ApiException);
    }

    private void refuseOthers(FeedProbe.Answer answer) {
        Set<String> others = new TreeSet<>(ids.keySet());
        others.removeIf(topic -> Objects.equals(ids.get(topic), answer.ids().get(topic)));
        if (!others.isEmpty()) {
            throw new TopicLostException(others, "re-created under the same name: " + others);
        }
    }

    /** Why there is no answer. */
    FeedException refusal() {
        Throwable why = reading.reason() == null ? refusal : reading.reason();
        boolean isTold =
                why instanceof UnknownTopicOrPartitionException
                        || !(why instanceof RetriableException);
        String message =
                why != null && isTold
                        ? FeedException.messageOf(why)
                        : "the broker has not answered for " + settings.staleAfter();
        return new FeedException(FeedException.Reason.of(why), message, null);
    }

    /** How long there has been no answer, or the feed was not allowed to read. Any thread. */
    Duration silence() {
        return longer(probe.silence(), reading.age());
    }

    /** Returns the age of the first unanswered question, or of a refusal if that is older. */
    Duration unanswered() {
        return longer(probe.unanswered(), reading.age());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** How long the feed's thread has done something else. Any thread. */
    Duration idle() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - activeNs));
    }

    /** Waits a moment before the next try. */
    void pause() {
        try {
            if (closing.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static FeedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FeedException(
                FeedException.Reason.INTERRUPTED, "the feed's thread was interrupted", e);
    }

    // ------------------------------------------------------------------ close

    /** Ends a wait of the feed's thread, now or the next; from any thread. */
    void wakeup() {
        probe.cancel();
        synchronized (this) {
            if (!closed) {
                consumer.wakeup();
            }
        }
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            probe.close();
        } finally {
            close(consumer, CLOSE);
        }
    }

    @SuppressWarnings("deprecation") // its CloseOptions came with 4.1
    private static void close(Consumer<?, ?> consumer, Duration limit) {
        consumer.close(limit);
    }
}
