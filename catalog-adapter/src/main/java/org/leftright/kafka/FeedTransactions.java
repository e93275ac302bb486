// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.leftright.kafka.FeedException.Reason;

/**
 * Where each partition stands between source transactions; see {@link SourceTransactions}. The
 * feed's thread alone.
 *
 * <p>One connector writes the begins, the events and the ends, in the order of the transactions. So
 * the topic of the transactions has that order, and each partition has it among its own events. One
 * transaction is open at a time, the first in that order: each partition gives its events from the
 * front, and holds what is of another. The transaction is over when one of these is so:
 *
 * <ol>
 *   <li>As many events have come as its end says.
 *   <li>Some are missing, and each partition of the topics that they are missing in has come to a
 *       later transaction. They were compacted.
 *   <li>The end is missing, there is a later transaction, and all is read that was there then. The
 *       end could not be decoded, or the connector begins again further back.
 *   <li>The timeout has passed since its last record came, and all is read that was there then. It
 *       does not help to ask the broker earlier: an event may be on its way to another broker when
 *       the end is acknowledged. Only of a transaction that comes again without any event, no event
 *       need come: there is no timeout.
 * </ol>
 *
 * <p>Between two transactions, what is applied is whole if none of those was cut short, as in 2 to
 * 4. After one that was, let a later value have replaced an event: the value was in the topics
 * before the event was gone, so it is below the ends that the broker tells when asked afterwards.
 * Once all below these ends is applied, what readers see is whole. A transaction that comes again
 * takes its keys back to older values, and later ones come again after it: what is applied is whole
 * once the last that was known has come.
 *
 * <p>Both is so from the start on: what the topics hold is taken as it comes, and counted.
 */
final class FeedTransactions extends FeedLanes<FeedTransactions.Lane> {
    /** How many transactions are remembered. */
    private static final int REMEMBERED = 10_000;

    private static final long UNKNOWN = SourceTransaction.UNKNOWN;

    private final String topic;
    private final Duration timeout;
    private final Supplier<Instant> clock;

    /** The transactions that are told of and not over, in their order. */
    private final ArrayDeque<SourceTransaction> order = new ArrayDeque<>();

    private final Map<String, SourceTransaction> byId = new LinkedHashMap<>();

    /** The ids that were told of, and whether the end was last. */
    private final Map<String, Boolean> told = new LinkedHashMap<>();

    /** The ids of those that are over and whole. */
    private final Set<String> complete = new LinkedHashSet<>();

    /** Those with events that are applied, and not over. */
    private final Set<SourceTransaction> begun = new HashSet<>();

    private @Nullable SourceTransaction open;
    private long lastNumber;
    private @Nullable String newest;

    /** The last one, which has come again, while newer ones are to come again. */
    private @Nullable SourceTransaction repeated;

    /** Whether anything was applied since the last refresh. */
    private boolean fresh;

    private Instant stoppedAt = Instant.MAX;
    private @Nullable Instant cutShortAt;
    private Map<TopicPartition, Long> toApply = Map.of();
    private @Nullable String givenUp;
    private final FeedReach reach = new FeedReach();

    FeedTransactions(
            String topic, Duration timeout, Supplier<Instant> clock, Consumer<FeedRecord> sink) {
        super(Lane::new, sink);
        this.topic = topic;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** One partition of a topic of events. */
    static final class Lane extends FeedLanes.Lane {
        /** The transaction of the last event that was applied. */
        @Nullable SourceTransaction last;

        /** What is held of each transaction, by its id. */
        final Map<String, Part> parts = new HashMap<>();
    }

    /** What a partition holds of a transaction. */
    private static final class Part {
        final Instant since;
        long count;

        Part(Instant since) {
            this.since = since;
        }
    }

    // ---------------------------------------------------------------- filling

    @Override
    void add(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (!partition.topic().equals(topic)) {
                super.add(Set.of(partition));
            } else if (partition.partition() > 0) {
                throw new FeedException(
                        Reason.OTHER,
                        topic
                                + " has several partitions, which have no common order: the topic"
                                + " of the source transactions must have one",
                        null);
            }
        }
    }

    @Override
    void beginToStop() {
        super.beginToStop();
        stoppedAt = clock.get();
        cutShortAt = stoppedAt; // what was compacted while it was read
    }

    @Override
    void offer(FeedRecord record) {
        if (record instanceof FeedRecord.Boundary boundary) {
            hearOf(boundary);
        } else if (!stopping) {
            SourceTransactions.Event event = record.event;
            take(
                    lane(record.partition),
                    record,
                    event == null
                            ? null
                            : byId.computeIfAbsent(event.id(), SourceTransaction::new));
            forgetOld();
        } else {
            Lane lane = lane(record.partition);
            lane.held.add(record);
            if (record.event != null) {
                Part part =
                        lane.parts.computeIfAbsent(record.event.id(), id -> new Part(clock.get()));
                part.count++;
            }
            goOn(lane);
        }
    }

    private void hearOf(FeedRecord.Boundary record) {
        String id = record.said.id();
        Map<String, Long> counts = record.said.counts();
        if (counts != null && told.getOrDefault(id, false)) {
            return; // its end, twice, and no begin between
        }
        SourceTransaction one = byId.computeIfAbsent(id, SourceTransaction::new);
        if (one.hasEnd() || (counts == null && one.number != UNKNOWN && one != order.peekLast())) {
            one = new SourceTransaction(id); // it comes again
            byId.put(id, one);
        }
        if (one.number == UNKNOWN) {
            one.number = ++lastNumber;
            one.offset = record.offset;
            one.isRepeat = told.containsKey(id);
            newest = one.isRepeat ? newest : id;
            order.add(one);
        } else if (counts == null) {
            one.isResumed = true;
        }
        if (counts != null) {
            Set<String> followed =
                    lanes.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
            one.end(counts, followed);
        }
        told.put(id, counts != null);
        touch(one, record);
        forgetOld();
    }

    /** Applies a record, and counts it unless it has come before. */
    private void take(Lane lane, FeedRecord record, @Nullable SourceTransaction of) {
        SourceTransactions.Event event = record.event;
        if (of != null && event != null) {
            of.take(record.partition, event.order());
            lane.last = of;
            begun.add(of);
            touch(of, record);
        }
        fresh = true;
        sink.accept(record);
    }

    /** Notes when a record has come: at the start, when it was written. */
    private void touch(SourceTransaction one, FeedRecord record) {
        Instant now = clock.get();
        Instant written = Instant.ofEpochMilli(record.timestamp);
        Instant time = stopping || written.isAfter(now) ? now : written;
        one.since = time.isAfter(one.since) ? time : one.since;
    }

    private void forgetOld() {
        if (told.size() > REMEMBERED) {
            forgetEldest(told.keySet());
        }
        if (complete.size() > REMEMBERED) {
            forgetEldest(complete);
        }
        if (!stopping && byId.size() > REMEMBERED) { // all its events are read by then
            SourceTransaction eldest = forgetEldest(byId.values());
            begun.remove(eldest);
            if (eldest.number != UNKNOWN) {
                order.remove(eldest);
            }
        }
    }

    private static <T> T forgetEldest(Collection<T> all) {
        Iterator<T> oldestFirst = all.iterator();
        T eldest = oldestFirst.next();
        oldestFirst.remove();
        return eldest;
    }

    /** Applies what is held, up to an event of another transaction than the open one. */
    private void goOn(Lane lane) {
        while (!lane.held.isEmpty()) {
            SourceTransactions.Event event = lane.held.element().event;
            @Nullable SourceTransaction of = event == null ? null : open;
            if (event != null) {
                if (of == null || !of.id.equals(event.id())) {
                    return;
                }
                lane.parts.computeIfPresent(
                        event.id(), (id, part) -> --part.count == 0 ? null : part);
            }
            take(lane, lane.held.remove(), of);
        }
    }

    // ---------------------------------------------------------------- aligning

    @Override
    void hear(FeedProbe.@Nullable Answer last, Instant askedAt, Map<TopicPartition, Long> next) {
        reach.hear(last, askedAt, next, full());
    }

    @Override
    boolean align(boolean hurried) {
        noticeUntold();
        while (true) {
            SourceTransaction first = order.peek();
            if (open == null) {
                boolean isStop = first == null || (fresh && (hurried || !isHeld(first)));
                if (isStop && isWhole()) {
                    return fresh || !isHolding();
                }
                if (first == null) {
                    return false;
                }
                open = first;
                lanes.values().forEach(this::goOn);
            }
            if (!isOver(open)) {
                return false;
            }
            end(open);
        }
    }

    private boolean isOver(SourceTransaction one) {
        if (!one.hasEnd()) {
            return reach.isReadAsOf(one.since, order.size() > 1 ? Duration.ZERO : timeout);
        }
        return one.isWhole()
                || missing(one).isEmpty()
                || reach.isReadAsOf(one.since, isEmptyRepeat(one) ? Duration.ZERO : timeout);
    }

    /** Whether nothing but its begin and its end comes again, as far as is known. */
    private boolean isEmptyRepeat(SourceTransaction one) {
        return complete.contains(one.id) && !begun.contains(one);
    }

    /** The partitions in which events may come that are missing. */
    private Set<TopicPartition> missing(SourceTransaction one) {
        Set<TopicPartition> missing = new HashSet<>();
        lanes.forEach(
                (partition, lane) -> {
                    boolean hasPassed =
                            !lane.held.isEmpty()
                                    || (lane.last != null && lane.last.number > one.number);
                    if (!hasPassed && one.lacks(partition)) {
                        missing.add(partition);
                    }
                });
        return missing;
    }

    private void end(SourceTransaction one) {
        boolean isWhole = one.isWhole();
        if (!isWhole && reach.isReadAsOf(one.since, timeout)) {
            if (!one.hasEnd() || one.since.isAfter(stoppedAt)) {
                givenUp = one.id;
            }
        }
        if (isWhole) {
            complete.add(one.id);
        }
        if (!isWhole || one.isResumed) { // the count of one that was resumed may be of its rest
            cutShortAt = clock.get();
        }
        repeated = one.isRepeat && !one.id.equals(newest) ? one : null;
        order.remove();
        byId.remove(one.id, one);
        begun.remove(one);
        open = null;
    }

    /** Whether what is applied is no part of a transaction, and lacks none. */
    private boolean isWhole() {
        if (cutShortAt != null && reach.isReadAsOf(cutShortAt, Duration.ZERO)) {
            toApply = reach.readEnds();
            cutShortAt = null;
        }
        return begun.isEmpty()
                && cutShortAt == null
                && (repeated == null || reach.isReadAsOf(repeated.since, timeout))
                && lanes.keySet().stream()
                        .allMatch(
                                key ->
                                        heldFrom(key, reach.next(key))
                                                >= toApply.getOrDefault(key, 0L));
    }

    /** Whether all of it is held. */
    private boolean isHeld(SourceTransaction one) {
        Map<String, Long> held = new HashMap<>();
        lanes.forEach(
                (partition, lane) -> {
                    Part part = lane.parts.get(one.id);
                    if (part != null) {
                        held.merge(partition.topic(), part.count, Long::sum);
                    }
                });
        return one.isWholeWith(held);
    }

    /** Events whose transaction is not told of: it is over, and if they are held, it comes last. */
    private void noticeUntold() {
        begun.removeIf(one -> one.number == UNKNOWN && reach.isReadAsOf(one.since, timeout));
        for (Lane lane : lanes.values()) {
            FeedRecord first = lane.held.peek();
            Instant since = untoldSince(lane);
            if (first != null && first.event != null && since != null) {
                if (reach.isReadAsOf(since, timeout)) {
                    SourceTransaction one =
                            byId.computeIfAbsent(first.event.id(), SourceTransaction::new);
                    one.number = ++lastNumber;
                    one.offset = order.isEmpty() ? UNKNOWN : order.element().offset;
                    order.add(one);
                }
            }
        }
    }

    /** Tells since when the first that is held is of a transaction not told of; null if not. */
    private @Nullable Instant untoldSince(Lane lane) {
        FeedRecord first = lane.held.peek();
        if (first == null || first.event == null) {
            return null;
        }
        SourceTransaction one = byId.get(first.event.id());
        if (one != null && one.number != UNKNOWN) {
            return null;
        }
        Part part = lane.parts.get(first.event.id());
        return part == null ? null : part.since;
    }

    // ---------------------------------------------------------------- asking

    @Override
    Late late() {
        Map<TopicPartition, Instant> since = new HashMap<>();
        SourceTransaction one = open;
        TopicPartition ofTransactions = new TopicPartition(topic, 0);
        if (one != null && one.hasEnd()) {
            missing(one).forEach(partition -> since.put(partition, one.since));
        } else if (one != null) {
            since.put(ofTransactions, one.since);
        } else {
            lanes.values().stream()
                    .map(this::untoldSince)
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .ifPresent(first -> since.put(ofTransactions, first));
        }
        return new Late(FeedWait.Cause.SOURCE_TRANSACTION, since);
    }

    @Override
    @Nullable String giveUp() {
        String id = givenUp;
        givenUp = null;
        return id == null
                ? null
                : "waits no longer for the rest of the source transaction "
                        + id
                        + ", which has not come for "
                        + timeout;
    }

    @Override
    long goOn() {
        fresh = false;
        return FeedMarkers.NONE;
    }

    @Override
    boolean isHolding() {
        return !order.isEmpty() || lanes.values().stream().anyMatch(lane -> !lane.held.isEmpty());
    }

    /** The offset, in the topic of the transactions, of the first which is not over. */
    @Override
    long heldFrom(TopicPartition partition, long otherwise) {
        if (!partition.topic().equals(topic)) {
            return super.heldFrom(partition, otherwise);
        }
        SourceTransaction first = order.peek();
        return first == null || first.offset == UNKNOWN ? otherwise : first.offset;
    }
}
