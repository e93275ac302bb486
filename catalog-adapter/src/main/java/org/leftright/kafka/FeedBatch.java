// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupWriteHandle;
import org.leftright.LeftRightGroup;

/**
 * What has been read and is not refreshed: the last record of each key, or held by lanes. So
 * catching up takes memory for what is live, not for every record. The feed's thread alone.
 */
final class FeedBatch {
    /** The time that readers have to leave the old side before the poll after a refresh. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    /** How long a refresh under a steady stream waits for everything there is to be read. */
    private static final long DRAIN_NS = Duration.ofSeconds(1).toNanos();

    private final FeedReport report;
    private final FeedRefresh refresh;
    private final LeftRightGroup group;
    private final GroupWriteHandle writer;
    private @Nullable FeedLanes<?> lanes;
    private final FeedFigures figures;
    private final FeedGuard guard;

    /**
     * Applied at the refresh, in the order in which they were read: keys that are equal to none but
     * themselves, such as arrays, stay in that order, too.
     */
    private final Set<FeedRecord> lastChanges = new LinkedHashSet<>();

    /** How far the group's pending ops go, of which there are so many more than readers see. */
    private TopicOffsets applied = new TopicOffsets(Map.of(), null);

    private int appliedCount;
    private long appliedMarker = FeedMarkers.NONE;

    private boolean pending;
    private long pendingSinceNs;
    private int recordCount;
    private long refreshedNs;
    private @Nullable Instant recordTime;
    private long marker = FeedMarkers.NONE;

    FeedBatch(FeedSettings settings, FeedReport report, FeedFigures figures) {
        this.report = report;
        this.figures = figures;
        this.refresh = settings.refresh();
        this.group = settings.group();
        this.writer = group.writer();
        this.guard = new FeedGuard(settings.guard(), group, report, System::nanoTime);
    }

    private @Nullable FeedLanes<?> newLanes() {
        Duration limit = refresh.markerTimeout();
        TransactionTopic source = refresh.source();
        if (source != null) {
            return new FeedTransactions(source.name(), limit, Instant::now, this::apply);
        }
        return refresh.onMarker() ? new FeedMarkers(limit, this::apply) : null;
    }

    // ---------------------------------------------------------------- filling

    /** Begins with an empty group, for all that these partitions hold. */
    void begin(Collection<TopicPartition> partitions) {
        recordTime = null;
        lanes = newLanes();
        addPartitions(partitions);
        if (group.version() > 0) {
            becomePending();
            writer.clear(); // what the topics do not have any more would else stay for ever
        }
    }

    /** A checkpoint is about to be written to the group. */
    void beginToRestore() {
        becomePending();
    }

    /** All of a checkpoint has been restored: what comes next are records from these offsets on. */
    void continueFrom(TopicOffsets offsets, long atMarker) {
        recordTime = offsets.recordTime();
        if (atMarker != FeedMarkers.NONE && lanes instanceof FeedMarkers markers) {
            markers.beginAt(atMarker, offsets.next().keySet());
        }
    }

    /**
     * Shows the checkpoint that was restored, for readers to go on with if the guard objects to
     * what the topics hold now.
     *
     * @return false if there is no guard, or it objects
     */
    boolean showRestored(TopicOffsets offsets) {
        if (!guard.approves()) {
            return false;
        }
        writer.refresh(offsets);
        pending = false;
        return true;
    }

    /** Partitions that are new. */
    void addPartitions(Collection<TopicPartition> partitions) {
        if (lanes != null) {
            lanes.add(partitions);
        }
    }

    /** All that the partitions held at the beginning has been added. */
    void beginToStop() {
        if (lanes != null) {
            lanes.beginToStop();
        }
    }

    /** Applies the records of a poll, or holds them. */
    void add(List<FeedRecord> records) {
        becomePending(); // even if it is but the offsets that are new
        records.forEach(lanes == null ? this::apply : lanes::offer);
        figures.pending(appliedCount + lastChanges.size());
    }

    private void apply(FeedRecord record) {
        becomePending();
        recordCount++;
        if (!lastChanges.add(record)) {
            lastChanges.remove(record); // an earlier one, which is superfluous now
            lastChanges.add(record);
        }
        if (record.timestamp >= 0) {
            Instant time = Instant.ofEpochMilli(record.timestamp);
            recordTime = recordTime == null || time.isAfter(recordTime) ? time : recordTime;
        }
    }

    private void becomePending() {
        if (!pending) {
            pending = true;
            pendingSinceNs = System.nanoTime();
        }
    }

    boolean isPending() {
        return pending;
    }

    // -------------------------------------------------------------- refreshes

    /** Whether it is time for a refresh. */
    boolean isDue(FeedSource from) {
        if (!pending) {
            return false;
        }
        if (guard.isHolding() && guard.againInNs() > 0) {
            return false;
        }
        if (refresh.onMarker()) {
            return isAligned(from);
        }
        if (refresh.betweenTransactions()) {
            return from.isBetweenTransactions();
        }
        if (lanes != null && !isAligned(from)) {
            return false;
        }
        if (guard.isHolding()) {
            return true;
        }
        if (lanes != null) {
            return isHurried() || from.isDrained();
        }
        if (refresh.recordCount() > 0 && recordCount >= refresh.recordCount()) {
            return true;
        }
        long dueInNs = dueInNs();
        return dueInNs <= 0 && (dueInNs <= -DRAIN_NS || from.isDrained());
    }

    /** The time until the next refresh is due; not positive if it is due now. */
    long dueInNs() {
        Duration every = refresh.every();
        if (!pending || every == null || guard.isHolding()) {
            return Long.MAX_VALUE;
        }
        long dueNs = refreshedNs + every.toNanos();
        long laterNs = every.isZero() || dueNs - pendingSinceNs < 0 ? pendingSinceNs : dueNs;
        return laterNs - System.nanoTime();
    }

    /** Whether what is pending has waited long enough for more. */
    private boolean isHurried() {
        return pending && System.nanoTime() - pendingSinceNs >= DRAIN_NS;
    }

    /**
     * Whether all partitions stand at the same marker, or between transactions; always if there is
     * nothing to wait for.
     */
    boolean isAligned(FeedSource from) {
        if (lanes == null) {
            return !refresh.betweenTransactions() || from.isBetweenTransactions();
        }
        lanes.hear(from.lastAnswer(), from.answerAskedAt(), from.next());
        boolean aligned = lanes.align(isHurried());
        String givenUp = lanes.giveUp();
        if (givenUp != null) {
            report.log(Level.WARNING, givenUp);
        }
        from.pauseOnly(lanes.full());
        return aligned;
    }

    /** What the lanes wait for. */
    FeedLanes.@Nullable Late late() {
        return lanes == null ? null : lanes.late();
    }

    /** Whether a refresh without a part of some partition would show half a batch. */
    boolean needsAllPartitions() {
        return refresh.onMarker();
    }

    /**
     * Makes what is pending visible, if the guard lets it, and goes on with what was held.
     *
     * @return how far readers see; null if it is held back
     */
    @Nullable TopicOffsets refresh(FeedSource from) {
        long beganNs = System.nanoTime();
        applied = offsets(from);
        applyAll();
        boolean shown = show(beganNs);
        pending = !shown; // until then, a failure takes all of it back
        if (lanes != null) {
            appliedMarker = lanes.goOn();
            marker = shown ? appliedMarker : marker;
            from.pauseOnly(lanes.full());
            if (lanes.isHolding()) {
                becomePending();
            }
        }
        return shown ? applied : null;
    }

    private void applyAll() {
        long version = group.version();
        lastChanges.forEach(FeedRecord::apply);
        if (group.version() != version) {
            throw new FeedException(
                    FeedException.Reason.OTHER,
                    "somebody has refreshed the group while the feed wrote to it, so readers may"
                            + " see a part of a batch: leave refreshes and batches to the feed, in"
                            + " appliers and elsewhere",
                    null);
        }
        appliedCount += lastChanges.size();
        lastChanges.clear();
    }

    private boolean show(long beganNs) {
        if (!guard.lets()) {
            return false;
        }
        writer.refresh(applied);
        refreshedNs = System.nanoTime();
        figures.refreshed(recordCount, refreshedNs - beganNs);
        figures.pending(lastChanges.size());
        recordCount = 0;
        appliedCount = 0;
        writer.settle(SETTLE);
        return true;
    }

    /**
     * Where batches are shown whole: makes visible what was held back, without what has come since.
     *
     * @return how far readers see; null if it is held back still, or not asked about again yet
     */
    @Nullable TopicOffsets refreshHeld() {
        boolean isWhole = lanes != null || refresh.betweenTransactions();
        if (!isWhole || guard.againInNs() > 0 || !show(System.nanoTime())) {
            return null;
        }
        marker = appliedMarker;
        return applied;
    }

    /** Whether the guard holds something back. */
    boolean isHolding() {
        return guard.isHolding();
    }

    /** See {@link FeedGuard#showHeld}. Any thread. */
    boolean showHeld() {
        return guard.showHeld();
    }

    /** The number of the marker of the last refresh; -1 without markers. */
    long marker() {
        return marker;
    }

    /** How far the topics have been applied. */
    TopicOffsets offsets(FeedSource from) {
        Map<TopicPartition, Long> next = new HashMap<>(from.next());
        if (lanes != null) {
            next.replaceAll(lanes::heldFrom);
        }
        return new TopicOffsets(next, recordTime);
    }

    /** Takes back what is pending. */
    void discard() {
        guard.forget();
        if (pending) {
            pending = false;
            recordCount = 0;
            appliedCount = 0;
            lastChanges.clear();
            figures.pending(0);
            writer.discard();
        }
    }
}
