// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.leftright.kafka.FeedException.Reason;

/**
 * Finds the broker and the topics. Services start in any order, so what may come yet is waited for
 * within the start timeout: a host name, the broker, a topic, a leader, a permission. What cannot
 * change, such as a wrong password, fails at once. The feed's thread alone.
 */
final class FeedStart {
    /** A question that is open this long is asked again. */
    private static final Duration EACH = Duration.ofSeconds(5);

    /** A host and its port, in a list of them. */
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[^\\[\\]\\s]+]|[^\\s,/:\\[\\]]+):\\d+");

    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final FeedSettings settings;
    private final CountDownLatch closing;
    private final FeedReport report;
    private final long beganNs = System.nanoTime();
    private long pauseMs = FIRST_PAUSE_MS;
    private @Nullable String waitedFor;

    FeedStart(FeedSettings settings, CountDownLatch closing, FeedReport report) {
        this.settings = settings;
        this.closing = closing;
        this.report = report;
    }

    /** Makes the clients, which look up the brokers' host names. */
    FeedSource open() {
        while (true) {
            try {
                return new FeedSource(settings, closing);
            } catch (KafkaException e) {
                if (!isUnresolved(e)) {
                    throw e;
                }
                do {
                    retry(
                            Reason.BROKER_AWAY,
                            "none of the bootstrap host names is known: " + servers(),
                            e);
                } while (!isAnyKnown());
            }
        }
    }

    /** Looks host names up without making clients: each new client logs all its properties. */
    private boolean isAnyKnown() {
        Matcher addresses = ADDRESS.matcher(String.valueOf(servers()));
        boolean isAny = false;
        while (addresses.find()) {
            isAny = true;
            try {
                InetAddress.getByName(addresses.group(1));
                return true;
            } catch (UnknownHostException e) {
                // perhaps the next one
            }
        }
        return !isAny; // else Kafka may know better
    }

    /** Kafka has no exception of its own for this; the other wrong settings cannot change. */
    private static boolean isUnresolved(KafkaException e) {
        return e.getCause() instanceof ConfigException wrong
                && String.valueOf(wrong.getMessage()).contains("No resolvable bootstrap urls");
    }

    /**
     * Finds the broker and the topics.
     *
     * @throws FeedException if that cannot be done within the start timeout
     */
    FeedProbe.Answer connect(FeedSource from) {
        Throwable refusal = null;
        while (true) {
            Duration left = left();
            boolean isShort = left.compareTo(EACH) < 0;
            FeedProbe.Answer answer = from.find(isShort ? left : EACH);
            if (answer == null) {
                Throwable last = from.lastRefusal();
                if (refusal == null || !isShort || !(last instanceof TimeoutException)) {
                    refusal = last; // the time that was left may have been too short for an answer
                }
                retry(reason(refusal, from), what(refusal, from), refusal);
            } else if (!answer.leaderless().isEmpty()) {
                retry(
                        Reason.BROKER_AWAY,
                        "no leader for the partitions " + answer.leaderless(),
                        null);
            } else {
                requireFollowed(answer, settings);
                return answer;
            }
        }
    }

    /**
     * Refuses topics that have none of the partitions that are followed.
     *
     * @throws FeedException if so
     */
    static void requireFollowed(FeedProbe.Answer answer, FeedSettings settings) {
        if (answer.begins().isEmpty()) {
            throw new FeedException(
                    Reason.OTHER,
                    "follows none of the partitions of " + settings.topics().keySet(),
                    null);
        }
    }

    private static Reason reason(@Nullable Throwable refusal, FeedSource from) {
        Reason reason = Reason.of(refusal);
        return reason == Reason.BROKER_AWAY && from.isNotUnderstood() ? Reason.NO_ACCESS : reason;
    }

    private String what(@Nullable Throwable refusal, FeedSource from) {
        if (refusal instanceof UnknownTopicOrPartitionException
                || refusal instanceof AuthorizationException) {
            return String.valueOf(((ApiException) refusal).getMessage());
        }
        String noAnswer = "no answer from the Kafka broker at " + servers();
        return from.isNotUnderstood()
                ? noAnswer
                        + ", which takes connections: it may expect another security.protocol than "
                        + settings.consumerProperties()
                                .getOrDefault("security.protocol", "PLAINTEXT")
                : noAnswer;
    }

    private Object servers() {
        return Objects.requireNonNull(settings.consumerProperties().get("bootstrap.servers"));
    }

    private Duration left() {
        Duration left = settings.startTimeout().minusNanos(System.nanoTime() - beganNs);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Waits before the next try, and says what for, once. */
    private void retry(Reason reason, String missing, @Nullable Throwable cause) {
        if (left().isZero()) {
            throw new FeedException(reason, missing + " within " + settings.startTimeout(), cause);
        }
        if (!missing.equals(waitedFor)) {
            waitedFor = missing;
            report.waitsAtStart(reason, missing);
        }
        try {
            long earlierMs = ThreadLocalRandom.current().nextLong(pauseMs / 5); // not all together
            if (closing.await(pauseMs - earlierMs, TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        } catch (InterruptedException e) {
            throw FeedSource.interrupted(e);
        }
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
}
