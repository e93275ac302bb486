// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What the feed's thread does: connect, catch up, follow; and catch up again when a topic is lost.
 * Whatever ends it, what is pending then is taken back, so that readers only ever see whole polls,
 * or whole batches between markers, each with its offsets.
 */
final class FeedLoop implements Runnable {
    private final FeedSettings settings;
    private final FeedDecoder decoder;
    private final FeedReport report;
    private final FeedContact contact;
    private final FeedFigures figures = new FeedFigures();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile CompletableFuture<TopicOffsets> ready = new CompletableFuture<>();
    private volatile @Nullable FeedSource source;

    // The feed's thread alone.
    private final FeedBatch batch;
    private final @Nullable FeedCheckpoint checkpoint;
    private final FeedRestarts restarts;
    private final FeedAge age;
    private final FeedWaits waits;
    private @Nullable FeedSource open; // kept while the feed waits to start again
    private Instant asOf = Instant.EPOCH; // of the checkpoint that was restored
    private boolean showing; // whether readers see anything of the topics as they are now
    private @Nullable TopicOffsets restored; // shown, but not ready on its account

    FeedLoop(FeedSettings settings) {
        this.settings = settings;
        this.decoder = new FeedDecoder(settings);
        this.report = new FeedReport(settings.name(), settings.listener());
        if (settings.group().attachment() instanceof TopicOffsets offsets
                && offsets.areOf(settings.topics().keySet())) {
            report.showsEarlier(offsets); // by a feed before this one
        }
        this.contact = new FeedContact(settings.staleAfter(), settings.startTimeout(), report);
        this.batch = new FeedBatch(settings, report, figures);
        this.waits = new FeedWaits(settings.staleAfter().multipliedBy(6), report);
        this.restarts =
                new FeedRestarts(settings.restartAfter(), System::nanoTime, FeedPace.RANDOM);
        this.age = new FeedAge(settings.maxAge());
        this.checkpoint =
                settings.checkpoint() == null
                        ? null
                        : new FeedCheckpoint(settings, settings.checkpoint(), report, figures);
    }

    @Override
    public void run() {
        try {
            @Nullable Throwable failure = runOnce();
            while (failure != null && isRestarted(failure)) {
                failure = runOnce();
            }
        } catch (Throwable e) {
            fail(e); // a listener that is told of a new start has no memory, for instance
        }
        closeSource();
        FeedException cause = report.cause();
        if (report.state() != FeedState.FAILED || cause == null) {
            becomeClosed();
        } else {
            report.waiting().end(cause);
        }
    }

    /** Follows the topics; returns when the feed is closed, or else why it has failed. */
    private @Nullable Throwable runOnce() {
        try {
            FeedStart start = new FeedStart(settings, closing, report);
            FeedSource opened = open == null ? start.open() : open;
            open = opened;
            source = opened;
            if (!isClosing()) { // else nobody may be left to wake it up
                follow(opened, start.connect(opened));
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
        } catch (Throwable e) {
            if (!isClosing()) {
                fail(e);
                return e;
            }
        } finally {
            end();
        }
        return null;
    }

    /** Waits before the feed starts again, if it is to. */
    private boolean isRestarted(Throwable failure) {
        boolean isFatal =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(Fatal::isFatal);
        if (!restarts.areWanted() || isFatal || Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (failure instanceof FeedException && open != null) {
            open.rest();
        } else {
            closeSource(); // the clients themselves have failed
        }
        report.waiting().forget(settings.topics().keySet()); // others may be there by then
        Duration pause = restarts.next();
        report.log(Level.WARNING, "starts again in " + pause.toSeconds() + " s");
        try {
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        ready = new CompletableFuture<>();
        report.startsAgain();
        return true;
    }

    private void follow(FeedSource from, FeedProbe.Answer found) {
        FeedProbe.Answer start = found;
        from.checkSettings(report);
        Map<TopicPartition, Long> offsets = restore(from, start);
        while (true) {
            try {
                from.begin(start, offsets);
                @Nullable Instant readAsOf = offsets.isEmpty() ? null : asOf;
                age.begin(from.next().keySet(), from.answerAskedAt(), readAsOf);
                catchUp(from, start);
                while (true) {
                    if (checkpoint != null && !batch.isHolding()) {
                        checkpoint.writeIfDue(from, batch.marker());
                    }
                    step(from);
                    if (batch.isDue(from) && (!batch.needsAllPartitions() || confirm(from))) {
                        refresh(from);
                        noticeSilence(from, null); // what was missed may be shown now
                    } else if (batch.isHolding()) {
                        show(from, batch.refreshHeld());
                    }
                }
            } catch (TopicLostException lost) {
                start = findAgain(from, lost);
                offsets = Map.of();
                batch.begin(start.begins().keySet());
            }
        }
    }

    // ------------------------------------------------------------ the three parts

    /**
     * Begins with the checkpoint, if there is one that fits.
     *
     * @return its offsets, or none
     */
    private Map<TopicPartition, Long> restore(FeedSource from, FeedProbe.Answer start) {
        batch.begin(start.begins().keySet());
        restored = null;
        if (checkpoint == null) {
            return Map.of();
        }
        batch.beginToRestore();
        CheckpointFile.Header header = checkpoint.load(from, start);
        if (header == null) {
            batch.discard();
            batch.begin(start.begins().keySet());
            return Map.of();
        }
        batch.continueFrom(header.offsets(), header.marker());
        from.continueAfter(header.places());
        asOf = header.asOf();
        if (report.visible() == null && batch.showRestored(header.offsets())) {
            restored = header.offsets();
        }
        return header.offsets().next();
    }

    private void catchUp(FeedSource from, FeedProbe.Answer start) {
        long beganNs = System.nanoTime();
        long before = report.recordCount();
        Map<TopicPartition, Long> begins = new HashMap<>(from.next());
        report.catchUpBegins(passed(begins, start.ends(), start.ends()));
        report.catchesUp();
        contact.begin(start);
        waits.begin();
        showing = false;
        measure(from, start);
        FeedProbe.Answer goal = start;
        while (!from.hasReached(goal.ends())) {
            step(from);
            goal = goal.atMost(from.lastAnswer());
            report.catchUpHasRead(passed(begins, start.ends(), from.next()));
        }
        batch.beginToStop();
        while (!batch.isAligned(from) || !confirm(from)) {
            step(from);
        }
        refresh(from);
        report.log(
                Level.INFO,
                (batch.isHolding() ? "has caught up: read " : "is live: read ")
                        + (report.recordCount() - before)
                        + " records in "
                        + (System.nanoTime() - beganNs) / 1_000_000
                        + " ms");
        restarts.isLive();
    }

    /** How many offsets between these begins and ends are passed. */
    private static long passed(
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> next) {
        return begins.entrySet().stream()
                .mapToLong(
                        begin -> {
                            long end = ends.getOrDefault(begin.getKey(), begin.getValue());
                            long at = next.getOrDefault(begin.getKey(), begin.getValue());
                            return Math.max(0, Math.min(at, end) - begin.getValue());
                        })
                .sum();
    }

    /**
     * A topic was truncated or re-created: what is pending is taken back, and it is read again from
     * the beginning once it holds something. Readers go on with what they have.
     */
    private FeedProbe.Answer findAgain(FeedSource from, TopicLostException lost) {
        batch.discard();
        String message =
                lost.getMessage()
                        + "; the topics are read again, and readers go on with what they have until"
                        + " then";
        report.log(Level.WARNING, message);
        report.rebuilds(
                new FeedException(FeedException.Reason.READING_AGAIN, message, lost), lost.topics);
        contact.lose();
        from.forget();
        while (true) {
            stopIfClosing();
            FeedProbe.Answer answer = from.askAgain();
            noticeSilence(from, answer);
            if (answer != null
                    && answer.leaderless().isEmpty()
                    && answer.filled().containsAll(lost.topics)) {
                FeedStart.requireFollowed(answer, settings);
                return answer;
            }
            from.pause();
        }
    }

    /** One poll, and what the broker has to say. */
    private void step(FeedSource from) {
        stopIfClosing();
        read(from);
        FeedProbe.Answer answer = from.takeAnswer();
        if (answer != null) {
            hear(from, answer);
        }
        noticeSilence(from, answer);
    }

    /** One poll, decoded whole before any of it is applied. */
    private void read(FeedSource from) {
        boolean isDue = report.state() != FeedState.CATCHING_UP; // by time
        var records = from.poll(isDue ? batch.dueInNs() : Long.MAX_VALUE);
        if (records.isEmpty()) {
            return;
        }
        FeedProbe.Answer last = from.lastAnswer();
        age.check(Instant.now(), last == null ? Set.of() : last.leaderless());
        List<FeedRecord> decoded = decoder.decode(records);
        report.tell(listener -> listener.onRecords(records.count()));
        batch.add(decoded);
        report.read(records.count());
    }

    /**
     * Waits until the broker confirms that the topics are still those that were read, with the
     * partitions that are followed: after catching up, and before a batch between markers, which is
     * whole only if every partition's part of it is there. On the way from any other poll to its
     * refresh the broker is not asked.
     *
     * @return false if there are new partitions instead, which are to be read before, and first of
     *     all need a leader
     */
    private boolean confirm(FeedSource from) {
        FeedProbe.Answer answer = from.askSinceRead();
        while (answer == null) {
            from.pause();
            noticeSilence(from, null);
            answer = from.askSinceRead();
        }
        boolean hasGrown = hear(from, answer);
        noticeSilence(from, answer);
        boolean isAll = from.next().keySet().containsAll(answer.leaderless());
        return !hasGrown && (isAll || !batch.needsAllPartitions());
    }

    /** Makes what is applied visible, unless the guard holds it back. */
    private void refresh(FeedSource from) {
        TopicOffsets offsets = batch.refresh(from);
        if (offsets == null && report.visible() == null && restored != null) {
            report.showsEarlier(restored);
        }
        show(from, offsets);
        TopicOffsets visible = report.visible();
        if (visible != null) {
            ready.complete(visible);
        }
    }

    /** Tells that the topics are visible up to here; null: they are not. */
    private void show(FeedSource from, @Nullable TopicOffsets offsets) {
        if (offsets == null) {
            return;
        }
        showing = true;
        report.shows(offsets);
        FeedProbe.Answer last = from.lastAnswer();
        if (last != null) {
            measure(from, last);
        }
        report.tell(listener -> listener.onRefresh(offsets));
        FeedState state = report.state();
        if (state == FeedState.HELD && contact.isSilent()) {
            report.become(FeedState.STALE, from.refusal());
        } else if (state != FeedState.LIVE && state != FeedState.STALE) {
            report.become(FeedState.LIVE, null);
        }
        ready.complete(offsets);
    }

    // ---------------------------------------------------------------- contact

    /**
     * Takes in what the broker says.
     *
     * @return whether partitions were added, which are to be read before the next refresh
     */
    private boolean hear(FeedSource from, FeedProbe.Answer answer) {
        age.check(Instant.now(), answer.leaderless());
        Set<TopicPartition> added = from.followGrowth(answer);
        age.add(added, from.answerAskedAt());
        age.reads(answer.ends(), from.answerAskedAt(), from.next());
        if (!added.isEmpty()) {
            report.log(Level.INFO, "follows new partitions: " + added);
            batch.addPartitions(added);
        }
        measure(from, answer);
        waits.notice(answer, from.answerAskedAt(), from.next(), batch.late());
        return !added.isEmpty();
    }

    private void measure(FeedSource from, FeedProbe.Answer answer) {
        TopicOffsets visible = report.visible();
        if (!showing || visible == null) {
            contact.measure(answer, null);
        } else {
            // If nothing is pending, gaps in the offsets have been passed since.
            contact.measure(
                    answer, batch.isPending() ? visible.next() : batch.offsets(from).next());
        }
    }

    private void noticeSilence(FeedSource from, FeedProbe.@Nullable Answer answer) {
        contact.noticeSilence(
                from.unanswered(), // a long step of the feed itself is no silence of the broker
                from::refusal,
                answer,
                ends -> from.hasReached(ends) && !batch.isDue(from));
    }

    private void fail(Throwable thrown) {
        FeedException reason = FeedReport.reasonOf(thrown);
        discard(reason);
        report.fails(reason);
        ready.completeExceptionally(reason);
    }

    private void discard(@Nullable FeedException reason) {
        try {
            batch.discard();
        } catch (RuntimeException | Error e) {
            if (reason != null) {
                reason.addSuppressed(e);
            } else {
                report.log(Level.WARNING, "has left pending ops behind", e);
            }
        }
    }

    private void end() {
        if (report.state() != FeedState.FAILED) {
            discard(null);
        }
        if (checkpoint != null) {
            close(checkpoint, "checkpoint");
        }
    }

    private void closeSource() {
        FeedSource opened = open;
        open = null;
        if (opened != null) {
            close(opened::close, "consumer");
        }
    }

    private void close(AutoCloseable closed, String name) {
        try {
            closed.close();
        } catch (Throwable e) {
            report.log(Level.WARNING, "could not close its " + name, e);
        }
    }

    /** Ends as close() asks, in the feed's thread if there is one. */
    void becomeClosed() {
        report.become(FeedState.CLOSED, null);
        report.waiting().end(closed(settings.name() + " is closed"));
        ready.completeExceptionally(closed(settings.name() + " was closed before it was ready"));
    }

    private static FeedException closed(String message) {
        return new FeedException(FeedException.Reason.CLOSED, message, null);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void stopIfClosing() {
        if (isClosing()) {
            throw new WakeupException();
        }
    }

    /** Makes the feed's thread end soon; from any thread. */
    void stop() {
        closing.countDown();
        FeedSource opened = source;
        if (opened != null) {
            opened.wakeup();
        }
    }

    FeedReport report() {
        return report;
    }

    /** See {@link FeedGuard#showHeld}. */
    boolean showHeld() {
        return batch.showHeld();
    }

    FeedFigures figures() {
        return figures;
    }

    CompletableFuture<TopicOffsets> ready() {
        return ready;
    }

    void onPartition(Consumer<TopicPartition> listener) {
        report.onPartition(listener);
    }

    FeedStatus status() {
        FeedSource opened = source;
        if (opened == null) {
            return report.status(decoder.skippedCount(), Duration.ZERO, null);
        }
        Duration idle = opened.idle();
        return report.status(
                decoder.skippedCount(),
                opened.silence(),
                idle.compareTo(settings.staleAfter()) > 0 ? idle : null);
    }
}
