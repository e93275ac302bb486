// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.leftright.kafka.FeedException.Reason;

/**
 * How far readers are behind what the broker has, and for how long it has said nothing. The feed's
 * thread alone.
 */
final class FeedContact {
    private final Duration staleAfter;
    private final Duration startTimeout;
    private final FeedReport report;

    private boolean silent;
    private final Set<Reason> said = EnumSet.noneOf(Reason.class); // in this silence
    private boolean lost; // during or after the silence
    private Set<TopicPartition> leaderless = Set.of();

    /** The first answer after a silence: until its ends, something may have been missed. */
    private FeedProbe.@Nullable Answer missed;

    private final Unseen all = new Unseen(FeedProbe.Answer::highs);
    private final Unseen readable = new Unseen(FeedProbe.Answer::ends);

    /** The cause that this has given while the feed catches up, and the one before it. */
    private @Nullable FeedException given;

    private @Nullable FeedException replaced;

    FeedContact(Duration staleAfter, Duration startTimeout, FeedReport report) {
        this.staleAfter = staleAfter;
        this.startTimeout = startTimeout;
        this.report = report;
    }

    /** Since when readers see what was asked for. */
    private static final class Unseen {
        private final Function<FeedProbe.Answer, Map<TopicPartition, Long>> ends;

        /** The oldest answer whose ends readers do not see yet. */
        private FeedProbe.@Nullable Answer oldest;

        Unseen(Function<FeedProbe.Answer, Map<TopicPartition, Long>> ends) {
            this.ends = ends;
        }

        /** Returns when the topics ended where readers see all; null if there is no such end. */
        @Nullable FeedMoment end(FeedProbe.Answer answer, Map<TopicPartition, Long> seen) {
            FeedProbe.Answer wanted = oldest == null ? answer : oldest.atMost(answer);
            boolean complete =
                    ends.apply(wanted).entrySet().stream()
                            .allMatch(end -> behind(seen, end.getKey(), end.getValue()) == 0);
            oldest = complete ? null : wanted;
            return complete ? wanted.asked() : null;
        }
    }

    /** The topics are read from the beginning. */
    void begin(FeedProbe.Answer start) {
        all.oldest = start;
        readable.oldest = start;
        missed = null; // of the topics as they were
    }

    /** A topic is not the one that was read: it cannot be told what was missed of the old one. */
    void lose() {
        lost = true;
    }

    /** Whether the broker says nothing, or what was missed meanwhile is not shown yet. */
    boolean isSilent() {
        return silent;
    }

    /**
     * Measures lag and staleness.
     *
     * @param seen for each partition the offset before which readers see all; null if they see
     *     nothing yet of the topics as they are now
     */
    void measure(FeedProbe.Answer answer, @Nullable Map<TopicPartition, Long> seen) {
        Map<TopicPartition, Long> lags = new HashMap<>();
        Map<TopicPartition, Long> upTo = seen == null ? answer.begins() : seen;
        answer.highs().forEach((key, end) -> lags.put(key, behind(upTo, key, end)));
        report.lags(lags);
        noticeLeaders(answer.leaderless());
        if (seen == null || !leaderless.isEmpty()) {
            return; // how much there is to be seen is not known
        }
        FeedMoment complete = all.end(answer, seen);
        if (complete != null) {
            report.isCompleteAsOf(complete);
        }
        FeedMoment read = readable.end(answer, seen);
        if (read != null) {
            report.isReadableAsOf(read);
        }
    }

    private void noticeLeaders(Set<TopicPartition> without) {
        if (!without.equals(leaderless)) {
            leaderless = without;
            report.log(
                    without.isEmpty() ? Level.INFO : Level.WARNING,
                    without.isEmpty()
                            ? "all partitions have a leader again"
                            : "no leader for "
                                    + without
                                    + ": what is written there is not seen for now; the other"
                                    + " partitions are followed as ever");
        }
    }

    private static long behind(Map<TopicPartition, Long> upTo, TopicPartition key, long end) {
        return Math.max(0, end - upTo.getOrDefault(key, 0L));
    }

    /**
     * Notices that the broker is away, and that it is back and what was missed has been read.
     *
     * @param silence the age of the first question that the broker has not answered
     * @param why what to say of it
     * @param answer what it says now, if anything
     * @param isShown whether readers see all before these ends
     * @throws FeedException if the feed may ask for the topics, and before it has shown anything it
     *     is not let read them for the start's timeout
     */
    void noticeSilence(
            Duration silence,
            Supplier<FeedException> why,
            FeedProbe.@Nullable Answer answer,
            Predicate<Map<TopicPartition, Long>> isShown) {
        if (silence.compareTo(staleAfter) > 0) {
            if (!silent) {
                silent = true;
                lost = false;
                missed = null;
                said.clear();
            }
            FeedException cause = why.get();
            if (cause.reason() == Reason.NO_ACCESS
                    && silence.compareTo(startTimeout) > 0
                    && report.visible() == null) {
                throw cause;
            }
            goOnWithout(cause);
            return;
        }
        FeedException now = report.cause();
        if (given != null && given == now) {
            report.isBecauseOf(replaced);
        }
        given = null;
        if (silent) {
            missed = missed == null ? answer : missed.atMost(answer);
            if (missed != null && isShown.test(missed.ends())) {
                silent = false;
                report.log(Level.INFO, "the broker is back" + (lost ? "" : ", nothing was missed"));
                if (report.state() == FeedState.STALE) {
                    report.become(FeedState.LIVE, null);
                }
            }
        }
    }

    /** A broker that was away may be back, and not let the feed in. */
    private void goOnWithout(FeedException cause) {
        if (said.add(cause.reason())) {
            report.log(Level.WARNING, cause.getMessage() + "; readers go on with what they have");
        }
        FeedState state = report.state();
        if (state == FeedState.LIVE) {
            report.become(FeedState.STALE, cause);
        } else if (state == FeedState.STALE) {
            report.isBecauseOf(cause);
        } else if (state == FeedState.CATCHING_UP) {
            FeedException before = report.cause();
            replaced = given != null && given == before ? replaced : before;
            report.isBecauseOf(cause);
            given = report.cause();
        }
    }
}
