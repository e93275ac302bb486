// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.leftright.kafka.broker.BrokerProcess;
import org.leftright.kafka.broker.EmbeddedBroker;

/** One broker for all test classes, with topics of its own for each test. */
final class BrokerExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace OF_TEST = Namespace.create(BrokerExtension.class);

    /** Kept, so that its level is; the feed tells much of failures that the tests make. */
    private static final Logger QUIET = Logger.getLogger(KafkaFeed.class.getName());

    /**
     * What a busy machine may take: no test waits so long otherwise. A request of Kafka's client
     * that is lost takes 30 seconds, and at times two are. It is less for mutants.
     */
    static final Duration LIMIT = Duration.ofSeconds(Long.getLong("limit.seconds", 180));

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FeedTopics.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        QUIET.setLevel(Level.OFF);
        Awaitility.setDefaultTimeout(LIMIT);
        EmbeddedBroker broker =
                context.getRoot()
                        .getStore(Namespace.GLOBAL)
                        .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class)
                        .broker;
        return context.getStore(OF_TEST)
                .getOrComputeIfAbsent(
                        FeedTopics.class, key -> new FeedTopics(broker), FeedTopics.class);
    }

    /** Closes the feeds before JUnit deletes the folder that their checkpoints are in. */
    @Override
    public void afterEach(ExtensionContext context) {
        FeedTopics topics = context.getStore(OF_TEST).remove(FeedTopics.class, FeedTopics.class);
        if (topics != null) {
            topics.close();
        }
    }

    /** The broker, stopped after the last test. */
    private static final class Running implements AutoCloseable {
        final Path folder;
        final EmbeddedBroker broker;

        Running() {
            try {
                folder = Files.createTempDirectory("leftright-broker");
                broker = EmbeddedBroker.start(folder);
            } catch (Exception e) {
                throw new IllegalStateException(BrokerProcess.NOT_STARTED, e);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
