// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * All that can happen to two transactions over two partitions while a feed reads and asks: what a
 * {@link FeedCut} calls whole never has a part of one, and each way to ask less shows one torn.
 */
class FeedCutTest {
    private static final int PARTITIONS = 2;
    private static final int TRANSACTIONS = 2;

    /** How a feed decides that what it has read is whole. */
    interface Rule {
        boolean isWhole(World world);
    }

    @Test
    void noTransactionIsInPartInWhatACutCallsWhole() {
        Rule rule =
                world ->
                        new FeedCut(offsets(world.nextWhenAsked), offsets(world.highs))
                                .isWhole(offsets(world.next));
        Exploration all = new Exploration(rule);
        assertThat(all.torn).isEmpty();
        assertThat(all.wholeWithBoth).as("and such moments are found").isPositive();
        assertThat(all.seen.size()).isGreaterThan(30_000);
    }

    @Test
    void whereTheFeedStandsWhenTheAnswerComesIsNotEnough() {
        Rule rule = world -> Arrays.equals(world.highs, world.next);
        assertThat(new Exploration(rule).torn).isNotEmpty();
    }

    @Test
    void theLastStableOffsetsAreNotEnough() {
        Rule rule =
                world ->
                        Arrays.equals(world.stables, world.next)
                                && Arrays.equals(world.nextWhenAsked, world.next);
        assertThat(new Exploration(rule).torn).isNotEmpty();
    }

    private static Map<TopicPartition, Long> offsets(int[] of) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (int p = 0; p < of.length; p++) {
            offsets.put(new TopicPartition("topic", p), (long) of[p]);
        }
        return offsets;
    }

    /** Goes through all worlds that can be reached. */
    private static final class Exploration {
        final Set<String> seen = new HashSet<>();
        final List<String> torn = new ArrayList<>();
        int wholeWithBoth;

        Exploration(Rule rule) {
            explore(new World(), rule);
        }

        private void explore(World world, Rule rule) {
            if (!seen.add(world.toString())) {
                return;
            }
            if (world.isAnswered() && rule.isWhole(world)) {
                Set<Integer> shown = new HashSet<>();
                for (int t = 0; t < TRANSACTIONS; t++) {
                    int parts = world.partsShown(t);
                    if (parts == PARTITIONS) {
                        shown.add(t);
                    } else if (parts > 0) {
                        torn.add(t + " in " + world);
                    }
                }
                wholeWithBoth += shown.size() == TRANSACTIONS ? 1 : 0;
            }
            world.successors().forEach(next -> explore(next, rule));
        }
    }

    /**
     * A state of two logs, two producers and a feed. In a log, {@code a} and {@code b} are records
     * of the two transactions, {@code A} and {@code B} their commit markers.
     */
    private static final class World {
        final String[] logs = {"", ""};
        final int[] next = {0, 0};
        final int[] nextWhenAsked = {-1, -1};
        final int[] highs = {-1, -1};
        final int[] stables = {-1, -1};

        World() {}

        World(World other) {
            for (int p = 0; p < PARTITIONS; p++) {
                logs[p] = other.logs[p];
                next[p] = other.next[p];
                nextWhenAsked[p] = other.nextWhenAsked[p];
                highs[p] = other.highs[p];
                stables[p] = other.stables[p];
            }
        }

        List<World> successors() {
            List<World> all = new ArrayList<>();
            for (int p = 0; p < PARTITIONS; p++) {
                for (int t = 0; t < TRANSACTIONS; t++) {
                    addWrite(all, p, t);
                }
                int stable = stable(p);
                if (next[p] < stable) { // the feed reads
                    World after = new World(this);
                    after.next[p] = stable;
                    all.add(after);
                }
                if (nextWhenAsked[p] >= 0 && highs[p] < 0) { // the broker answers
                    World after = new World(this);
                    after.highs[p] = logs[p].length();
                    after.stables[p] = stable;
                    all.add(after);
                }
            }
            if (nextWhenAsked[0] < 0 || isAnswered()) { // the feed asks, perhaps again
                World after = new World(this);
                for (int p = 0; p < PARTITIONS; p++) {
                    after.nextWhenAsked[p] = next[p];
                    after.highs[p] = -1;
                    after.stables[p] = -1;
                }
                all.add(after);
            }
            return all;
        }

        /** A record; or, once each partition has its record, the commit marker. */
        private void addWrite(List<World> all, int p, int t) {
            char record = (char) ('a' + t);
            char marker = (char) ('A' + t);
            boolean mayCommit = logs[0].indexOf(record) >= 0 && logs[1].indexOf(record) >= 0;
            char written = logs[p].indexOf(record) < 0 ? record : marker;
            if (logs[p].indexOf(written) < 0 && (written == record || mayCommit)) {
                World after = new World(this);
                after.logs[p] += written;
                all.add(after);
            }
        }

        /** Finds the first record that is not decided. */
        private int stable(int p) {
            for (int i = 0; i < logs[p].length(); i++) {
                char c = logs[p].charAt(i);
                if (Character.isLowerCase(c) && logs[p].indexOf(Character.toUpperCase(c)) < 0) {
                    return i;
                }
            }
            return logs[p].length();
        }

        boolean isAnswered() {
            return highs[0] >= 0 && highs[1] >= 0;
        }

        /** Counts the partitions in which the feed has read this transaction. */
        int partsShown(int t) {
            int count = 0;
            for (int p = 0; p < PARTITIONS; p++) {
                int at = logs[p].indexOf('a' + t);
                count += at >= 0 && at < next[p] ? 1 : 0;
            }
            return count;
        }

        @Override
        public String toString() {
            return Arrays.toString(logs)
                    + " read "
                    + Arrays.toString(next)
                    + " asked at "
                    + Arrays.toString(nextWhenAsked)
                    + " ends "
                    + Arrays.toString(highs)
                    + " stable "
                    + Arrays.toString(stables);
        }
    }
}
