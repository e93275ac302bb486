// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.FeedException.Reason;

/** Reasons without a broker; those of a feed that has one are in the tests of its failures. */
class FeedExceptionTest {
    @Test
    void whatKafkasClientThrowsHasAReason() {
        assertThat(Reason.of(null)).isEqualTo(Reason.BROKER_AWAY);
        assertThat(Reason.of(new TimeoutException())).isEqualTo(Reason.BROKER_AWAY);
        assertThat(Reason.of(new LeaderNotAvailableException(""))).isEqualTo(Reason.BROKER_AWAY);
        assertThat(Reason.of(new UnknownTopicOrPartitionException())).isEqualTo(Reason.NO_TOPIC);
        assertThat(Reason.of(new TopicAuthorizationException(""))).isEqualTo(Reason.NO_ACCESS);
        assertThat(Reason.of(new SslAuthenticationException(""))).isEqualTo(Reason.NO_ACCESS);
        assertThat(Reason.of(new ConfigException(""))).isEqualTo(Reason.OTHER);
        assertThat(Reason.of(new InterruptException(""))).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).as("it is set by Kafka's exception").isTrue();
        assertThat(Reason.of(new OutOfMemoryError())).isEqualTo(Reason.OTHER);
    }

    @Test
    void whatIsWrappedHasTheReasonOfWhatIsInside() {
        Throwable inside = new InvalidTopicException("");
        assertThat(Reason.of(new KafkaException("the topic", inside))).isEqualTo(Reason.NO_TOPIC);
        FeedException held = new FeedException(Reason.HELD, "", null);
        assertThat(Reason.of(new CompletionException(held))).isEqualTo(Reason.HELD);
    }

    @Test
    void onAccountOfARecordOnlyAnErrorOfTheMachineHasAnotherReason() {
        assertThat(Reason.ofRecord(new StackOverflowError())).isEqualTo(Reason.BAD_RECORD);
        assertThat(Reason.ofRecord(new OutOfMemoryError())).isEqualTo(Reason.OTHER);
    }

    @Test
    void aMessageThatSaysTooLittleComesWithTheClass() {
        assertThat(FeedException.messageOf(new IOException("broken"))).isEqualTo("broken");
        assertThat(FeedException.messageOf(new BufferUnderflowException()))
                .isEqualTo("java.nio.BufferUnderflowException");
        assertThat(FeedException.messageOf(new AccessDeniedException("/file")))
                .isEqualTo("java.nio.file.AccessDeniedException: /file");
    }

    @Test
    void whatEndsByItselfIsTransient() {
        assertThat(Reason.values())
                .filteredOn(Reason::isTransient)
                .containsExactly(Reason.BROKER_AWAY, Reason.NOT_READY_YET, Reason.READING_AGAIN);
    }

    @Test
    void whoWaitsForAFeedIsToldByAnUncheckedException() {
        KafkaCatalogFeed<String> feed =
                KafkaCatalogFeed.builder(ProductCatalog.<String>create(), new StringDeserializer())
                        .bootstrapServers("127.0.0.1:1")
                        .productsTopic("products")
                        .build();
        assertThat(reasonToWaitFor(feed)).isEqualTo(Reason.NOT_READY_YET);

        Thread.currentThread().interrupt();
        assertThat(reasonToWaitFor(feed)).isEqualTo(Reason.INTERRUPTED);
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();

        feed.close();
        assertThat(reasonToWaitFor(feed)).isEqualTo(Reason.CLOSED);
    }

    private static Reason reasonToWaitFor(KafkaFeed feed) {
        return catchThrowableOfType(
                        FeedException.class, () -> feed.awaitReady(Duration.ofMillis(1)))
                .reason();
    }
}
