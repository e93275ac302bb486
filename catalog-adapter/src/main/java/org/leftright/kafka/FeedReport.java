// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What others learn of a feed: its state and figures, its listener, its log. The feed's thread
 * alone changes it; any thread may ask for the status.
 */
final class FeedReport {
    private static final System.Logger LOG = System.getLogger(KafkaFeed.class.getName());

    private final String name;
    private final FeedListener listener;
    private final List<Consumer<TopicPartition>> partitionListeners = new CopyOnWriteArrayList<>();
    private final FeedVisible waiting = new FeedVisible();
    private boolean listenerHasThrown;
    private @Nullable String failedBefore;
    private @Nullable FeedException failure; // until the feed is live again

    /** State and cause in one, so that they are seen together. */
    private record Condition(FeedState state, @Nullable FeedException cause) {}

    private volatile Condition condition = new Condition(FeedState.STARTING, null);
    private volatile @Nullable TopicOffsets visible;
    private volatile long recordCount;
    private volatile long rebuildCount;
    private volatile long catchUpReadCount;
    private volatile long catchUpTotalCount;
    private volatile long catchUpNs;
    private volatile Map<TopicPartition, Long> lags = Map.of();
    private volatile List<FeedWait> waits = List.of();
    private volatile @Nullable FeedMoment complete;
    private @Nullable FeedMoment readable;
    private volatile @Nullable FeedHold hold;

    FeedReport(String name, FeedListener listener) {
        this.name = name;
        this.listener = listener;
    }

    FeedState state() {
        return condition.state;
    }

    @Nullable FeedException cause() {
        return condition.cause;
    }

    void become(FeedState next, @Nullable FeedException cause) {
        failure = next == FeedState.LIVE ? null : failure;
        condition = new Condition(next, cause);
        tell(told -> told.onState(next));
    }

    /** Says why the state is what it is, if that is something else now; null: no more reason. */
    void isBecauseOf(@Nullable FeedException cause) {
        Condition now = condition;
        if (now.cause == null || cause == null || now.cause.reason() != cause.reason()) {
            condition = new Condition(now.state, cause);
        }
    }

    /** Logs a failure, with the stack trace only if the failure before was another. */
    void fails(FeedException reason) {
        String message = "has failed: " + reason.getMessage();
        if (message.equals(failedBefore)) {
            log(Level.ERROR, message);
        } else {
            log(Level.ERROR, message, reason);
        }
        failedBefore = message;
        failure = reason;
        become(FeedState.FAILED, reason);
    }

    static FeedException reasonOf(Throwable thrown) {
        if (thrown instanceof FeedException known) {
            return known;
        }
        StringBuilder message = new StringBuilder(thrown.toString());
        for (Throwable e = thrown.getCause(); e != null; e = e.getCause()) {
            message.append(": ").append(e.getMessage());
        }
        return new FeedException(FeedException.Reason.of(thrown), message.toString(), thrown);
    }

    /** Begins again after a failure, which stays the cause until the feed is live. */
    void startsAgain() {
        catchUpBegins(0);
        become(FeedState.STARTING, failure);
    }

    /** Catches up after a start; the cause is why the feed has failed before, if it has. */
    void catchesUp() {
        if (condition.state == FeedState.STARTING) {
            become(FeedState.CATCHING_UP, failure);
        }
    }

    /** Says what the start waits for. */
    void waitsAtStart(FeedException.Reason reason, String missing) {
        log(Level.WARNING, "waits at the start: " + missing);
        condition = new Condition(FeedState.STARTING, new FeedException(reason, missing, null));
    }

    /** Says what the content guard holds back; null: nothing any more, and a state follows. */
    void holds(@Nullable FeedHold now) {
        boolean isNew = hold == null;
        hold = now;
        if (now == null) {
            return;
        }
        FeedException cause =
                new FeedException(
                        FeedException.Reason.HELD, "the content guard objects: " + now, null);
        if (isNew) {
            become(FeedState.HELD, cause);
            tell(told -> told.onHold(now));
        } else {
            condition = new Condition(FeedState.HELD, cause);
        }
    }

    @Nullable FeedHold hold() {
        return hold;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the feed's thread alone writes
    void read(int count) {
        recordCount += count;
    }

    long recordCount() {
        return recordCount;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the feed's thread alone writes
    void rebuilds(FeedException cause, Set<String> topics) {
        rebuildCount++;
        waiting.forget(topics);
        catchUpBegins(0);
        become(FeedState.CATCHING_UP, cause);
    }

    void catchUpBegins(long totalCount) {
        catchUpReadCount = 0;
        catchUpTotalCount = totalCount;
        catchUpNs = System.nanoTime();
    }

    void catchUpHasRead(long count) {
        catchUpReadCount = count;
        long total = catchUpTotalCount;
        tell(told -> told.onProgress(count, total));
    }

    void shows(TopicOffsets offsets) {
        showsEarlier(offsets);
        waiting.shows(offsets.next());
    }

    /**
     * Readers see this, of topics that may not be those that are there now: nobody waits for it.
     */
    void showsEarlier(TopicOffsets offsets) {
        visible = offsets;
    }

    /** Who waits for offsets. */
    FeedVisible waiting() {
        return waiting;
    }

    @Nullable TopicOffsets visible() {
        return visible;
    }

    void lags(Map<TopicPartition, Long> behind) {
        Map<TopicPartition, Long> before = lags;
        lags = Map.copyOf(behind);
        for (TopicPartition key : lags.keySet()) {
            if (!before.containsKey(key)) {
                partitionListeners.forEach(listener -> tell(told -> listener.accept(key)));
            }
        }
    }

    void waits(List<FeedWait> now) {
        waits = now;
    }

    /** Any thread. The listener may hear of a partition twice. */
    void onPartition(Consumer<TopicPartition> listener) {
        partitionListeners.add(listener);
        lags.keySet().forEach(listener);
    }

    /** Readers see all that the topics held then. */
    void isCompleteAsOf(FeedMoment moment) {
        complete = moment;
    }

    /** Readers see all that could be read then: not what was in an open transaction. */
    void isReadableAsOf(FeedMoment moment) {
        readable = moment;
    }

    /** When no more could be read than readers see; null if they have not seen all yet. */
    @Nullable FeedMoment readable() {
        return readable;
    }

    /** When the topics held no more than readers see; null if they have not seen all yet. */
    @Nullable FeedMoment complete() {
        return complete;
    }

    // ------------------------------------------------------ the log, the listener

    void log(Level level, String message) {
        LOG.log(level, name + ": " + message);
    }

    void log(Level level, String message, Throwable cause) {
        LOG.log(level, name + ": " + message, cause);
    }

    void tell(Consumer<FeedListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            if (Fatal.isFatal(e) && !hasEnded()) {
                throw (VirtualMachineError) e;
            }
            if (!listenerHasThrown) {
                listenerHasThrown = true;
                log(Level.WARNING, "the listener has thrown; it is not said again if it does", e);
            }
        }
    }

    /** Whether nothing more can be ended. */
    private boolean hasEnded() {
        FeedState now = condition.state;
        return now == FeedState.FAILED || now == FeedState.CLOSED;
    }

    // ------------------------------------------------------------------ status

    /**
     * Tells how the feed is doing. Any thread.
     *
     * @param stuck for how long the feed's thread has not come back to the stream; null if it does
     */
    FeedStatus status(long skippedCount, Duration sinceContact, @Nullable Duration stuck) {
        Condition now = condition;
        if (stuck != null && now.state == FeedState.LIVE) {
            now = // it cannot say so itself
                    new Condition(
                            FeedState.STALE,
                            new FeedException(
                                    FeedException.Reason.STUCK,
                                    "the feed's thread has been away from the stream for "
                                            + stuck.toSeconds()
                                            + " s: a deserializer, a listener, a handler or a"
                                            + " guard takes that long; a thread dump of \""
                                            + name
                                            + "\" shows which",
                                    null));
        }
        TopicOffsets offsets = visible;
        Instant newest = offsets == null ? null : offsets.recordTime();
        return new FeedStatusRecord(
                now.state,
                now.cause,
                offsets,
                recordCount,
                skippedCount,
                rebuildCount,
                catchUpReadCount,
                catchUpTotalCount,
                now.state == FeedState.CATCHING_UP ? timeLeft() : null,
                lags,
                waits,
                hold,
                sinceContact,
                staleness(),
                newest == null ? null : age(newest));
    }

    /** Zero for a time in the future. */
    private static Duration age(Instant time) {
        Duration age = Duration.between(time, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Whether readers may not see all that the topics held so long ago. Allocates nothing. */
    boolean isOlderThan(long limitNs) {
        FeedMoment known = complete;
        return known == null || known.ageNs() > limitNs;
    }

    @Nullable Duration staleness() {
        FeedMoment known = complete;
        return known == null ? null : Duration.ofNanos(known.ageNs());
    }

    /** If it goes on as fast as so far. */
    private @Nullable Duration timeLeft() {
        long read = catchUpReadCount;
        if (read == 0) {
            return null;
        }
        double nsEach = (double) (System.nanoTime() - catchUpNs) / read;
        return Duration.ofNanos((long) (nsEach * Math.max(0, catchUpTotalCount - read)));
    }
}
