// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What has been read and is not refreshed: the last change of each product and catalog entry, or
 * held behind a marker. So catching up takes memory for what is live, not for every record. The
 * feed's thread alone.
 */
final class FeedBatch<P> {
    /** After a refresh: the time readers have to leave the old side before the next poll. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    /** Under a steady stream, how long a refresh waits for everything there is to be read. */
    private static final long DRAIN_NS = Duration.ofSeconds(1).toNanos();

    private final FeedReport report;
    private final FeedRefresh refresh;
    private final ProductCatalog<P> catalog;
    private final CatalogWriter<P> writer;
    private final @Nullable FeedMarkers<P> markers;
    private final FeedFigures figures;

    /** Handed to the catalog at the refresh. */
    private final Map<Object, FeedChange<P>> lastChanges = new HashMap<>();

    private boolean pending;
    private long pendingSinceNs;
    private int recordCount;
    private long refreshedNs;
    private @Nullable Instant recordTime;
    private long marker = FeedMarkers.NONE;

    FeedBatch(FeedSettings<P> settings, FeedReport report, FeedFigures figures) {
        this.report = report;
        this.figures = figures;
        this.refresh = settings.refresh();
        this.catalog = settings.catalog();
        this.writer = catalog.writer();
        this.markers = refresh.onMarker() ? new FeedMarkers<>(this::apply) : null;
    }

    // ---------------------------------------------------------------- filling

    /** Begins with an empty catalog, for all that these partitions hold. */
    void begin(Collection<TopicPartition> partitions) {
        recordTime = null;
        if (markers != null) {
            markers.begin(partitions);
        }
        if (catalog.productCount() > 0 || catalog.catalogCount() > 0) {
            becomePending();
            writer.clear(); // what the topics do not have any more would else stay for ever
        }
    }

    /** A part of a checkpoint. */
    void restore(FeedChange<P> change) {
        becomePending();
        change.applyTo(writer);
    }

    /** All of a checkpoint has been restored: what comes next are records from these offsets on. */
    void continueFrom(CatalogOffsets offsets, long atMarker) {
        recordTime = offsets.recordTime();
        if (atMarker != FeedMarkers.NONE && markers != null) {
            markers.beginAt(atMarker, offsets.next().keySet());
        }
    }

    /** Partitions that are new. */
    void addPartitions(Collection<TopicPartition> partitions) {
        if (markers != null) {
            markers.add(partitions);
        }
    }

    /** All that the partitions held at the beginning has been added. */
    void beginToStopAtMarkers() {
        if (markers != null) {
            markers.beginToStop();
        }
    }

    /** Applies the records of a poll, or holds them. */
    void add(List<FeedRecord<P>> records) {
        becomePending(); // even if it is but the offsets that are new
        records.forEach(markers == null ? this::apply : markers::offer);
        figures.pending(lastChanges.size());
    }

    private void apply(FeedRecord<P> record) {
        becomePending();
        recordCount++;
        lastChanges.put(record.change().target(), record.change());
        if (record.timestamp() >= 0) {
            Instant time = Instant.ofEpochMilli(record.timestamp());
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
        if (refresh.onMarker()) {
            return isAligned(from);
        }
        if (refresh.recordCount() > 0 && recordCount >= refresh.recordCount()) {
            return true;
        }
        long dueInNs = dueInNs();
        return dueInNs <= 0 && (dueInNs <= -DRAIN_NS || from.isDrained());
    }

    /** Not positive: it is to be refreshed now, as far as time goes. */
    long dueInNs() {
        Duration every = refresh.every();
        if (!pending || every == null) {
            return Long.MAX_VALUE;
        }
        long dueNs = refreshedNs + every.toNanos();
        long laterNs = every.isZero() || dueNs - pendingSinceNs < 0 ? pendingSinceNs : dueNs;
        return laterNs - System.nanoTime();
    }

    /** Whether all partitions stand at the same marker; always if there are none to wait for. */
    boolean isAligned(FeedSource from) {
        if (markers == null) {
            return true;
        }
        Set<TopicPartition> late = markers.giveUpLate(refresh.markerTimeout());
        if (!late.isEmpty()) {
            report.log(
                    Level.WARNING,
                    "shows a batch without the markers of "
                            + late
                            + ", which have not come for "
                            + refresh.markerTimeout());
        }
        boolean aligned = markers.align();
        from.pauseOnly(markers.full());
        return aligned;
    }

    /** The partitions whose markers are waited for, and since when. */
    Map<TopicPartition, Instant> lateMarkers() {
        return markers == null ? Map.of() : markers.late();
    }

    /** Whether a refresh without a part of some partition would show half a batch. */
    boolean needsAllPartitions() {
        return markers != null;
    }

    /** Makes what is pending visible, and goes on with what was held. */
    CatalogOffsets refresh(FeedSource from) {
        CatalogOffsets offsets = offsets(from);
        long beganNs = System.nanoTime();
        lastChanges.values().forEach(change -> change.applyTo(writer));
        writer.refresh(offsets);
        lastChanges.clear();
        pending = false;
        refreshedNs = System.nanoTime();
        figures.refreshed(recordCount, refreshedNs - beganNs);
        figures.pending(0);
        recordCount = 0;
        writer.settle(SETTLE);
        if (markers != null) {
            marker = markers.goOn();
            from.pauseOnly(markers.full());
        }
        return offsets;
    }

    /** The number of the marker of the last refresh; -1 without markers. */
    long marker() {
        return marker;
    }

    /** How far the topics have been applied. */
    CatalogOffsets offsets(FeedSource from) {
        Map<TopicPartition, Long> next = new HashMap<>(from.next());
        if (markers != null) {
            next.replaceAll(markers::heldFrom);
        }
        return new CatalogOffsets(next, recordTime);
    }

    /** Takes back what is pending. */
    void discard() {
        if (pending) {
            pending = false;
            recordCount = 0;
            lastChanges.clear();
            figures.pending(0);
            writer.discard();
        }
    }
}
