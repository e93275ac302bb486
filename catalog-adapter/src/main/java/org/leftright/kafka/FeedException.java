// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Says why a {@link KafkaFeed} has stopped, is stale, or was never ready. The {@link #reason} tells
 * whether to go on waiting, {@link Reason#isTransient}, or to call somebody; the message is for
 * whoever is called. {@link FeedStatus#cause} has it while a feed runs.
 */
public final class FeedException extends RuntimeException {
    private static final long serialVersionUID = 2;

    /** Reasons, which may be more one day: a {@code switch} needs a default. */
    public enum Reason {
        /**
         * The broker does not answer, none of its host names is known, or a partition has no
         * leader. Transient.
         */
        BROKER_AWAY(true),
        /** The limit of {@link KafkaFeed#awaitReady} is over; the feed goes on. Transient. */
        NOT_READY_YET(true),
        /**
         * A topic was truncated or created again, or was not read for longer than {@link
         * KafkaFeedBuilder#maxAge}, so all topics are read again. Transient.
         */
        READING_AGAIN(true),
        /** There is no topic of that name, or there cannot be one. */
        NO_TOPIC(false),
        /**
         * The broker does not let the feed in, or not read: a password, a permission, or the
         * security protocol.
         */
        NO_ACCESS(false),
        /**
         * A record cannot be decoded or applied, or the {@link PoisonHandler} has thrown; the
         * message names the record.
         */
        BAD_RECORD(false),
        /** The content guard objects to what was read. */
        HELD(false),
        /** A deserializer, an applier, a listener, a handler or a guard does not return. */
        STUCK(false),
        /** The feed is closed. */
        CLOSED(false),
        /** A thread was interrupted: the one that waits, or the feed's. */
        INTERRUPTED(false),
        /** Anything else, an error of the virtual machine included. */
        OTHER(false);

        private final boolean passes;

        Reason(boolean passes) {
            this.passes = passes;
        }

        /**
         * Whether to go on waiting.
         *
         * @return true if this ends by itself as a rule, and the feed goes on then; false if
         *     somebody has to do something. A feed that has failed tries again in either case,
         *     unless {@link KafkaFeedBuilder#restartAfter} is zero, its thread was interrupted, or
         *     an error of the JVM, such as an {@link OutOfMemoryError}, ended it. In these cases,
         *     restart the process
         */
        public boolean isTransient() {
            return passes;
        }

        /**
         * Returns the reason that a failure of Kafka's client stands for; null is no answer at all.
         */
        static Reason of(@Nullable Throwable thrown) {
            return thrown == null
                    ? BROKER_AWAY
                    : Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                            .map(Reason::ofOne)
                            .filter(reason -> reason != OTHER)
                            .findFirst()
                            .orElse(OTHER);
        }

        /** Returns the reason of what was thrown on account of a record. */
        static Reason ofRecord(Throwable thrown) {
            return Fatal.isFatal(thrown) ? OTHER : BAD_RECORD;
        }

        private static Reason ofOne(Throwable thrown) {
            if (thrown instanceof FeedException known) {
                return known.reason();
            }
            if (thrown instanceof UnknownTopicOrPartitionException
                    || thrown instanceof InvalidTopicException) {
                return NO_TOPIC;
            }
            if (thrown instanceof AuthenticationException
                    || thrown instanceof AuthorizationException) {
                return NO_ACCESS;
            }
            if (thrown instanceof InterruptException) {
                return INTERRUPTED;
            }
            return thrown instanceof RetriableException ? BROKER_AWAY : OTHER;
        }
    }

    /** The reason; see {@link #reason()}. */
    private final Reason reason;

    FeedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns what an exception says, with its class if that would say too little. */
    static String messageOf(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || thrown instanceof FileSystemException
                ? thrown.toString()
                : message;
    }

    /**
     * Tells what it is about.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
