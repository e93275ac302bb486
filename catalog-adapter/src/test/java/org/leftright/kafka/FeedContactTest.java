// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.leftright.kafka.FeedState.CATCHING_UP;
import static org.leftright.kafka.FeedState.LIVE;
import static org.leftright.kafka.FeedState.STALE;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is concluded from what the broker says, or from its silence. */
class FeedContactTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGER = Duration.ofSeconds(4);
    private static final TopicPartition TEA = new TopicPartition("products", 0);
    private static final TopicPartition MILK = new TopicPartition("products", 1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final FeedReport report = new FeedReport("feed", new FeedListener() {});
    private final FeedContact contact = new FeedContact(LIMIT, START_LIMIT, report);

    @BeforeEach
    void live() {
        report.become(LIVE, null);
    }

    /** What the broker said so many hours ago: it holds so much tea and milk. */
    private static FeedProbe.Answer answer(long hoursAgo, long tea, long milk) {
        Map<TopicPartition, Long> ends = offsets(tea, milk);
        return answer(hoursAgo(hoursAgo), offsets(0, 0), ends, ends);
    }

    private static FeedProbe.Answer answer(
            FeedMoment asked,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> committed,
            Map<TopicPartition, Long> ends) {
        return new FeedProbe.Answer(asked, Map.of(), Set.of(), Set.of(), begins, committed, ends);
    }

    private static FeedMoment hoursAgo(long hours) {
        Duration ago = HOUR.multipliedBy(hours);
        return new FeedMoment(System.nanoTime() - ago.toNanos(), Instant.now().minus(ago));
    }

    private static Map<TopicPartition, Long> offsets(long tea, long milk) {
        return Map.of(TEA, tea, MILK, milk);
    }

    private long hoursStale() {
        Duration staleness = report.staleness();
        return staleness == null ? -1 : staleness.toHours();
    }

    // ------------------------------------------------------------ lag, staleness

    @Test
    void whoSeesAllIsAsFreshAsTheQuestion() {
        contact.measure(answer(2, 5, 7), offsets(5, 7));
        assertThat(hoursStale()).isEqualTo(2);
        assertThat(report.status(0, Duration.ZERO, null).lag()).isZero();
    }

    @Test
    void whoIsBehindInOnePartitionIsNoFresher() {
        contact.measure(answer(9, 5, 7), offsets(5, 7));
        contact.measure(answer(2, 5, 8), offsets(5, 7));
        assertThat(hoursStale()).isEqualTo(9);
        assertThat(report.status(0, Duration.ZERO, null).lags()).isEqualTo(offsets(0, 1));
    }

    @Test
    void underASteadyStreamWhatWasAskedForFirstIsSeenFirst() {
        contact.measure(answer(9, 5, 7), offsets(5, 7));
        contact.measure(answer(6, 9, 7), offsets(5, 7));
        contact.measure(answer(4, 15, 7), offsets(8, 7));
        assertThat(hoursStale()).isEqualTo(9);
        contact.measure(answer(1, 25, 7), offsets(12, 7)); // beyond the first answer's ends
        assertThat(hoursStale()).isEqualTo(6);
        contact.measure(answer(0, 25, 7), offsets(25, 7));
        assertThat(hoursStale()).isZero();
    }

    @Test
    void aMachineThatWasSuspendedHasAgedMeanwhile() {
        FeedMoment suspended = new FeedMoment(System.nanoTime(), Instant.now().minus(HOUR));
        report.isCompleteAsOf(suspended);
        assertThat(hoursStale()).isEqualTo(1);
        assertThat(report.isOlderThan(LONGER.toNanos())).isTrue();
        FeedMoment setBack = new FeedMoment(hoursAgo(2).ns(), Instant.now().plus(HOUR));
        report.isCompleteAsOf(setBack);
        assertThat(hoursStale()).as("a wall clock that was set back").isEqualTo(2);
    }

    @Test
    void whoSeesNothingYetLagsBehindByAllThereIs() {
        Map<TopicPartition, Long> ends = offsets(5, 7); // one behind an open transaction
        FeedProbe.Answer start = answer(FeedMoment.now(), offsets(2, 0), offsets(4, 7), ends);
        contact.begin(start);
        contact.measure(start, null);
        assertThat(hoursStale()).isEqualTo(-1);
        assertThat(report.status(0, Duration.ZERO, null).lags()).isEqualTo(offsets(3, 7));
    }

    @Test
    void whoSeesAllThatIsCommittedIsNoFresherThanWhatWaitsBehindATransaction() {
        Map<TopicPartition, Long> ends = offsets(5, 9);
        FeedProbe.Answer open = answer(FeedMoment.now(), offsets(0, 0), offsets(5, 7), ends);
        contact.measure(answer(3, 5, 7), offsets(5, 7));
        contact.measure(open, offsets(5, 7));
        assertThat(hoursStale()).isEqualTo(3);
        assertThat(report.status(0, Duration.ZERO, null).lag()).isEqualTo(2);
        contact.measure(open, offsets(5, 9));
        assertThat(hoursStale()).isZero();
    }

    @Test
    void whoDoesNotKnowWhatAPartitionHoldsIsNoFresher() {
        contact.measure(answer(9, 5, 7), offsets(5, 7));
        contact.measure(
                new FeedProbe.Answer(
                        FeedMoment.now(),
                        Map.of(),
                        Set.of(),
                        Set.of(MILK),
                        Map.of(TEA, 0L),
                        Map.of(TEA, 5L),
                        Map.of(TEA, 5L)),
                offsets(5, 7));
        assertThat(hoursStale()).isEqualTo(9);
        contact.measure(answer(1, 5, 7), offsets(5, 7));
        assertThat(hoursStale()).isEqualTo(1);
    }

    @Test
    void afterTheTopicsAreFoundTheEndsOfThatMomentCount() {
        contact.begin(answer(5, 5, 7));
        contact.measure(answer(1, 9, 9), offsets(5, 7));
        assertThat(hoursStale()).isEqualTo(5);
    }

    // ------------------------------------------------------------------ silence

    private static FeedException noAnswer() {
        return new FeedException(FeedException.Reason.BROKER_AWAY, "no answer", null);
    }

    private void silence(Duration silence, FeedProbe.Answer answer, boolean shown) {
        contact.noticeSilence(silence, FeedContactTest::noAnswer, answer, ends -> shown);
    }

    @Test
    void silenceIsSaidOnceAndEndsWhenWhatWasMissedIsShown() {
        try (FeedLog log = new FeedLog()) {
            silence(LIMIT, null, true);
            assertThat(report.state()).isEqualTo(LIVE);
            for (int i = 0; i < 5; i++) {
                silence(LONGER, null, true);
                assertThat(report.state()).isEqualTo(STALE);
            }
            silence(Duration.ZERO, null, true);
            assertThat(report.state()).as("it has said nothing yet").isEqualTo(STALE);
            silence(Duration.ZERO, answer(0, 5, 7), false);
            assertThat(report.state()).as("not all is shown").isEqualTo(STALE);
            for (int i = 0; i < 5; i++) {
                silence(Duration.ZERO, null, true);
                assertThat(report.state()).isEqualTo(LIVE);
            }
            assertThat(log.lines())
                    .containsExactly(
                            "feed: no answer; readers go on with what they have",
                            "feed: the broker is back, nothing was missed");
        }
        assertThat(report.status(0, Duration.ZERO, null).cause()).isNull();
    }

    @Test
    void whoHasLostATopicDoesNotSayThatNothingWasMissed() {
        try (FeedLog log = new FeedLog()) {
            silence(LONGER, null, true);
            contact.lose();
            silence(Duration.ZERO, answer(0, 5, 7), true);
            assertThat(log.lines()).last().isEqualTo("feed: the broker is back");
            silence(LONGER, null, true);
            silence(Duration.ZERO, answer(0, 5, 7), true);
            assertThat(log.lines()).last().asString().endsWith("nothing was missed");
        }
    }

    @Test
    void whoMayNotReadFailsAtTheStartAndOnlyThen() {
        FeedException refusal = new FeedException(FeedException.Reason.NO_ACCESS, "no", null);
        Duration tooLong = START_LIMIT.plusSeconds(1);
        report.become(CATCHING_UP, null);
        refuse(START_LIMIT, refusal);
        assertThat(report.cause()).as("what is waited for").isSameAs(refusal);
        silence(tooLong, null, false); // the broker may be back
        assertThatThrownBy(() -> refuse(tooLong, refusal)).isSameAs(refusal);

        report.read(1); // of the other topic
        assertThatThrownBy(() -> refuse(tooLong, refusal)).isSameAs(refusal);
        report.shows(new TopicOffsets(Map.of(), null));
        refuse(tooLong, refusal);
        assertThat(report.state()).isEqualTo(CATCHING_UP);
    }

    private void refuse(Duration silence, FeedException refusal) {
        contact.noticeSilence(silence, () -> refusal, null, ends -> false);
    }

    @Test
    void whatWasMissedIsWhatTheFirstAnswerSays() {
        silence(LONGER, null, true);
        silence(Duration.ZERO, answer(0, 5, 7), false);
        hear(answer(0, 50, 70)); // more has come, but that was not missed
        assertThat(report.state()).isEqualTo(LIVE);
    }

    @Test
    void aSecondSilenceForgetsWhatTheFirstHadMissed() {
        silence(LONGER, null, true);
        silence(Duration.ZERO, answer(0, 5, 7), false);
        silence(Duration.ZERO, null, true);
        silence(LONGER, null, true);
        silence(Duration.ZERO, null, true);
        assertThat(report.state()).as("nothing is known of the second one").isEqualTo(STALE);
    }

    @Test
    void whatWasMissedOfATopicThatWasLostIsNotWaitedFor() {
        silence(LONGER, null, true);
        silence(Duration.ZERO, answer(0, 50, 70), false);
        FeedProbe.Answer teaAlone =
                new FeedProbe.Answer(
                        FeedMoment.now(),
                        Map.of(),
                        Set.of(),
                        Set.of(),
                        Map.of(TEA, 0L),
                        Map.of(TEA, 5L),
                        Map.of(TEA, 5L));
        contact.begin(teaAlone);
        contact.noticeSilence(
                Duration.ZERO, FeedContactTest::noAnswer, teaAlone, teaAlone.ends()::equals);
        assertThat(report.state()).isEqualTo(LIVE);
    }

    @Test
    void whatALogHasLostIsNotWaitedFor() {
        contact.measure(answer(9, 5, 7), offsets(4, 7));
        contact.measure(answer(2, 4, 7), offsets(4, 7));
        assertThat(hoursStale()).isEqualTo(9);
        silence(LONGER, null, true);
        silence(Duration.ZERO, answer(0, 50, 7), false);
        hear(answer(0, 5, 70));
        assertThat(report.state()).isEqualTo(LIVE);
    }

    /** Readers see what there is of tea and milk, and no more. */
    private void hear(FeedProbe.Answer answer) {
        contact.noticeSilence(
                Duration.ZERO, FeedContactTest::noAnswer, answer, offsets(5, 7)::equals);
    }

    @Test
    void whoCatchesUpStaysSoInSilenceAndSaysWhyAsLongAsItLasts() {
        FeedException refusal = new FeedException(FeedException.Reason.NO_ACCESS, "no", null);
        FeedException again = new FeedException(FeedException.Reason.READING_AGAIN, "lost", null);
        for (FeedException before : new FeedException[] {null, again}) {
            report.become(CATCHING_UP, before);
            silence(LONGER, null, false);
            assertThat(report.cause()).hasMessage("no answer");
            refuse(LONGER, refusal);
            assertThat(report.cause()).isSameAs(refusal);
            silence(Duration.ZERO, null, false);
            assertThat(report.cause()).isSameAs(before);
            assertThat(report.state()).isEqualTo(CATCHING_UP);
        }
    }

    @Test
    void anOpenTransactionDelaysNotWhatCouldBeRead() {
        Map<TopicPartition, Long> ends = offsets(5, 9);
        FeedMoment now = FeedMoment.now();
        FeedProbe.Answer open = answer(now, offsets(0, 0), offsets(5, 7), ends);
        contact.begin(open);
        contact.measure(open, offsets(5, 7));
        assertThat(report.complete()).isNull();
        assertThat(report.readable()).isSameAs(now);
        contact.measure(answer(0, 6, 9), offsets(5, 7));
        assertThat(report.readable()).isSameAs(now);
    }
}
