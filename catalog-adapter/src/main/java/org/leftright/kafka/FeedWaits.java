// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.leftright.kafka.FeedWait.Cause;

/** What the partitions hold back, and since when. The feed's thread alone. */
final class FeedWaits {
    private final Duration sayAfter;
    private final FeedReport report;
    private List<FeedWait> waits = List.of();

    /** Where the partitions ended when the broker was asked before, and when that was. */
    private Map<TopicPartition, Long> highsBefore = Map.of();

    private Instant askedBefore = Instant.EPOCH;
    private boolean said;

    /**
     * Makes one.
     *
     * @param sayAfter a wait that takes longer is logged
     */
    FeedWaits(Duration sayAfter, FeedReport report) {
        this.sayAfter = sayAfter;
        this.report = report;
    }

    /** The topics are read from the beginning, and may be others than before. */
    void begin() {
        highsBefore = Map.of();
    }

    /**
     * Takes in what the broker says.
     *
     * @param next the offset of each partition that is read next
     * @param late what a whole batch waits for, null if nothing
     */
    void notice(
            FeedProbe.Answer answer,
            Instant askedAt,
            Map<TopicPartition, Long> next,
            FeedLanes.@Nullable Late late) {
        Map<String, FeedWait> before = new HashMap<>();
        waits.forEach(wait -> before.put(key(wait), wait));
        List<FeedWait> now = new ArrayList<>();
        answer.ends()
                .forEach(
                        (key, end) -> {
                            // What was there a question ago could be read now, if it was committed.
                            if (end < highsBefore.getOrDefault(key, 0L)) {
                                now.add(wait(key, Cause.OPEN_TRANSACTION, end, askedBefore));
                            }
                        });
        answer.leaderless()
                .forEach(
                        key -> {
                            long at = next.getOrDefault(key, 0L);
                            now.add(wait(key, Cause.NO_LEADER, at, askedAt));
                        });
        if (late != null) {
            late.since()
                    .forEach(
                            (key, since) -> {
                                long at = next.getOrDefault(key, 0L);
                                now.add(wait(key, late.cause(), at, since));
                            });
        }
        now.replaceAll(wait -> before.getOrDefault(key(wait), wait));
        highsBefore = answer.highs();
        askedBefore = askedAt;
        waits = List.copyOf(now);
        report.waits(waits);
        say(askedAt);
    }

    private static FeedWait wait(
            TopicPartition partition, Cause cause, long offset, Instant since) {
        return new FeedWait(partition, cause, offset, since);
    }

    /** Equal for what is the same wait: its offset, or for a part of a batch the time. */
    private static String key(FeedWait wait) {
        return wait.cause() == Cause.MARKER || wait.cause() == Cause.SOURCE_TRANSACTION
                ? wait.partition() + " " + wait.since()
                : wait.partition() + " " + wait.cause() + " " + wait.offset();
    }

    /** Each time that something begins to take long, and when nothing does any more. */
    private void say(Instant now) {
        List<FeedWait> longOnes =
                waits.stream()
                        .filter(wait -> wait.cause() != Cause.NO_LEADER) // is said at once
                        .filter(wait -> wait.since().plus(sayAfter).isBefore(now))
                        .toList();
        if (!longOnes.isEmpty() && !said) {
            said = true;
            report.log(Level.WARNING, "readers do not see what is held back in " + longOnes);
        } else if (said && waits.isEmpty()) {
            said = false;
            report.log(Level.INFO, "nothing is held back any more");
        }
    }
}
