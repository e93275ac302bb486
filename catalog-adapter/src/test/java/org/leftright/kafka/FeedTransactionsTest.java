// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever a connector, a broker and a feed may do in whatever order: where the lanes say that all
 * is whole, the keys have the values of one moment between two transactions of the database.
 */
class FeedTransactionsTest {
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final int RUNS = 2_000;

    @Test
    void whatIsWholeIsAsTheDatabaseWasBetweenTwoTransactions() {
        long first = new Random().nextLong();
        int shownCount = 0;
        for (long seed = first; seed < first + RUNS; seed++) {
            shownCount += shownIn(seed);
        }
        assertThat(shownCount).isGreaterThan(3 * RUNS);
    }

    /** The random runs come to it once in many thousands. */
    @Test
    void anEndThatComesTwiceTellsOfNothing() {
        shownIn(3_160_269_690_909_305_258L);
    }

    private static int shownIn(long seed) {
        World world = new World(seed);
        try {
            world.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + "L in " + world.trace, e);
        }
        return world.shownCount;
    }

    @Test
    void whoIsHurriedStopsAtTheNextTransaction() {
        for (boolean hurried : List.of(true, false)) {
            World world = new World(1);
            List<FeedRecord> applied = new ArrayList<>();
            FeedTransactions lanes =
                    new FeedTransactions("transaction", TIMEOUT, Instant::now, applied::add);
            lanes.add(world.partitions);
            lanes.beginToStop();
            TopicPartition a = world.partitions.get(1);
            for (int t = 0; t < 3; t++) {
                SourceTransactions.Event event = new SourceTransactions.Event("t" + t, 1);
                lanes.offer(World.record(a, t, new Sent(a, 0, 0, event, null, 0)));
            }
            for (int t = 0; t < 3; t++) {
                Sent end = World.boundary("t" + t, Map.of("a", 1L));
                lanes.offer(World.record(World.TOLD, t, end));
            }
            Instant later = Instant.now().plusSeconds(1);
            lanes.hear(world.answer(), later, world.next);
            assertThat(lanes.align(hurried)).isTrue();
            assertThat(applied).hasSize(hurried ? 1 : 3);
        }
    }

    /** A record on its way to its partition, or in it; as a value, its key and a number. */
    private record Sent(
            TopicPartition to,
            int key,
            int value,
            SourceTransactions.@Nullable Event event,
            SourceTransactions.@Nullable Boundary boundary,
            long writtenMs) {}

    private static final class World {
        private static final TopicPartition TOLD = new TopicPartition("transaction", 0);
        private static final int KEYS = 4; // in two partitions of one topic, and one of another

        final Random random;
        final StringBuilder trace = new StringBuilder();
        final List<TopicPartition> partitions =
                List.of(
                        TOLD,
                        new TopicPartition("a", 0),
                        new TopicPartition("a", 1),
                        new TopicPartition("b", 0));
        final Map<TopicPartition, List<Sent>> underway = new HashMap<>();
        final Map<TopicPartition, List<@Nullable Sent>> logs = new HashMap<>();
        final Map<TopicPartition, List<Sent>> written = new HashMap<>(); // never compacted
        final List<int[]> states = new ArrayList<>(); // of the database
        final List<List<Sent>> transactions = new ArrayList<>();
        final Map<Integer, Integer> applied = new HashMap<>();
        final Map<TopicPartition, Long> next = new HashMap<>();
        final FeedTransactions lanes;
        Instant now = Instant.ofEpochSecond(1_000_000);
        FeedProbe.@Nullable Answer asked; // on its way
        FeedProbe.@Nullable Answer answer;
        Instant askedAt = Instant.MIN;
        Instant answerAskedAt = Instant.MIN;
        int position; // of the connector: the transaction, and the place in it
        int place;
        int shown;
        int shownCount;
        boolean following;
        boolean hasGap; // or what may look so for as long as the timeout
        boolean mayCompact;
        @Nullable Map<TopicPartition, Long> startEnds;

        World(long seed) {
            random = new Random(seed);
            mayCompact = random.nextBoolean();
            lanes = new FeedTransactions(TOLD.topic(), TIMEOUT, () -> now, this::apply);
            for (TopicPartition partition : partitions) {
                underway.put(partition, new ArrayList<>());
                logs.put(partition, new ArrayList<>());
                written.put(partition, new ArrayList<>());
                next.put(partition, 0L);
            }
            lanes.add(partitions);
            states.add(new int[KEYS]);
            int count = 1 + random.nextInt(5);
            for (int t = 0; t < count; t++) {
                addTransaction("t" + t);
            }
        }

        /** Tells of it as Debezium does. */
        private void addTransaction(String id) {
            int[] state = states.get(states.size() - 1).clone();
            List<Sent> records = new ArrayList<>();
            records.add(boundary(id, null));
            Map<String, Long> counts = new HashMap<>();
            int count = random.nextInt(4);
            for (int i = 1; i <= count; i++) {
                int key = random.nextInt(KEYS);
                state[key] = 10 * states.size() + i;
                TopicPartition to = partitionOf(key);
                counts.merge(to.topic(), 1L, Long::sum);
                SourceTransactions.Event event = new SourceTransactions.Event(id, i);
                records.add(new Sent(to, key, state[key], event, null, 0));
            }
            if (random.nextInt(4) == 0) {
                counts.put("not followed", 3L);
            }
            records.add(boundary(id, counts));
            transactions.add(records);
            states.add(state);
        }

        private static Sent boundary(String id, @Nullable Map<String, Long> counts) {
            return new Sent(TOLD, 0, 0, null, new SourceTransactions.Boundary(id, counts), 0);
        }

        private TopicPartition partitionOf(int key) {
            return partitions.get(1 + key % 3);
        }

        private void apply(FeedRecord record) {
            Sent sent = written.get(record.partition).get((int) record.offset);
            applied.put(sent.key, sent.value);
        }

        void run() {
            for (int step = 0; step < 120; step++) {
                now = now.plusMillis(1);
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> send();
                    case 3, 4 -> arrive(any());
                    case 5, 6, 7 -> read(any());
                    case 8 -> ask();
                    case 9 -> hearAnswer();
                    case 10 -> compact(any());
                    default -> {
                        if (random.nextInt(8) == 0) {
                            crash();
                        }
                    }
                }
                align(random.nextBoolean());
            }
            finish();
        }

        /** All is sent and read; what does not come, does not come for longer than the timeout. */
        private void finish() {
            while (position < transactions.size()) {
                send();
            }
            partitions.forEach(this::arriveAll);
            for (int i = 0; i < 600 && shown < transactions.size(); i++) {
                now = now.plusMillis(i < 300 || !hasGap ? 1 : TIMEOUT.toMillis());
                read(any());
                ask();
                hearAnswer();
                align(random.nextBoolean());
            }
            assertThat(shown).as("shown at last").isEqualTo(transactions.size());
        }

        private TopicPartition any() {
            return partitions.get(random.nextInt(partitions.size()));
        }

        private void send() {
            if (position == transactions.size()) {
                return;
            }
            List<Sent> records = transactions.get(position);
            Sent sent = records.get(place);
            underway.get(sent.to).add(sent);
            trace.append(" +").append(position).append('.').append(place);
            place++;
            if (place == records.size()) {
                if (random.nextInt(10) == 0) {
                    underway.get(TOLD).add(sent); // its end, twice
                }
                place = 0;
                position++;
            }
        }

        private void arrive(TopicPartition partition) {
            List<Sent> waiting = underway.get(partition);
            if (!waiting.isEmpty()) {
                Sent sent = waiting.remove(0);
                Sent at =
                        new Sent(
                                sent.to,
                                sent.key,
                                sent.value,
                                sent.event,
                                sent.boundary,
                                now.toEpochMilli());
                logs.get(partition).add(at);
                written.get(partition).add(at);
                trace.append(" >").append(partition);
            }
        }

        private void arriveAll(TopicPartition partition) {
            while (!underway.get(partition).isEmpty()) {
                arrive(partition);
            }
        }

        /** What is on its way is lost; begins again with it, or before. */
        private void crash() {
            int from = position;
            hasGap = true;
            if (random.nextBoolean()) {
                partitions.forEach(this::arriveAll);
            }
            for (List<Sent> waiting : underway.values()) {
                for (Sent lost : waiting) {
                    int of = transactionOf(lost);
                    from = Math.min(from, of);
                }
                waiting.clear();
            }
            position = from == 0 ? 0 : random.nextInt(from + 1);
            place = 0;
            trace.append(" !").append(position);
        }

        private int transactionOf(Sent sent) {
            for (int t = 0; t < transactions.size(); t++) {
                if (transactions.get(t).contains(sent)) {
                    return t;
                }
            }
            throw new AssertionError();
        }

        /** A record goes whose key has a later one. */
        private void compact(TopicPartition partition) {
            if (!mayCompact || partition.equals(TOLD)) {
                return;
            }
            List<@Nullable Sent> log = logs.get(partition);
            Set<Integer> later = new HashSet<>();
            for (int i = log.size() - 1; i >= 0; i--) {
                Sent sent = log.get(i);
                if (sent == null) {
                    continue;
                }
                if (!later.add(sent.key) && random.nextInt(3) == 0) {
                    log.set(i, null);
                    hasGap = true;
                    trace.append(" -").append(partition).append('@').append(i);
                    return;
                }
            }
        }

        private void read(TopicPartition partition) {
            List<@Nullable Sent> log = logs.get(partition);
            int at = next.get(partition).intValue();
            if (at < log.size()) {
                next.put(partition, at + 1L);
                Sent sent = log.get(at);
                trace.append(" r").append(partition).append('@').append(at);
                if (sent != null) {
                    lanes.offer(record(partition, at, sent));
                }
            }
            if (!following) {
                if (startEnds == null) {
                    startEnds = ends();
                }
                if (startEnds.entrySet().stream()
                        .allMatch(end -> next.get(end.getKey()) >= end.getValue())) {
                    following = true;
                    lanes.beginToStop();
                    trace.append(" follow");
                }
            }
        }

        private static FeedRecord record(TopicPartition partition, long offset, Sent sent) {
            ConsumerRecord<byte[], byte[]> record =
                    FeedTopics.record(partition, offset, sent.writtenMs, null);
            return sent.boundary == null
                    ? new FeedRecord.Nothing(partition, record, sent.event)
                    : new FeedRecord.Boundary(partition, record, sent.boundary);
        }

        private Map<TopicPartition, Long> ends() {
            Map<TopicPartition, Long> ends = new HashMap<>();
            logs.forEach((partition, log) -> ends.put(partition, (long) log.size()));
            return ends;
        }

        private void ask() {
            if (asked == null) {
                askedAt = now;
                asked = answer();
                trace.append(" ask");
            }
        }

        private FeedProbe.Answer answer() {
            return new FeedProbe.Answer(
                    FeedMoment.now(), Map.of(), Set.of(), Set.of(), Map.of(), ends(), ends());
        }

        private void hearAnswer() {
            if (asked != null) {
                answer = asked;
                answerAskedAt = askedAt;
                asked = null;
            }
        }

        private void align(boolean hurried) {
            if (!following) {
                return;
            }
            lanes.hear(answer, answerAskedAt, next);
            if (!lanes.align(hurried)) {
                return;
            }
            lanes.goOn();
            int[] seen = new int[KEYS];
            applied.forEach((key, value) -> seen[key] = value);
            int last = shown - 1;
            for (int state = shown; state < states.size() && last < shown; state++) {
                last = Arrays.equals(states.get(state), seen) ? state : last;
            }
            trace.append(" show").append(Arrays.toString(seen));
            assertThat(last)
                    .as("a moment, not before the last shown")
                    .isGreaterThanOrEqualTo(shown);
            shownCount++;
            shown = last;
            for (int state = states.size() - 1; state > shown; state--) {
                shown = Arrays.equals(states.get(state), seen) ? state : shown;
            }
        }
    }
}
