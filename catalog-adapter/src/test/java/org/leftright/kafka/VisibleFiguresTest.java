// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/**
 * How long after its production a record is visible: by a feed, and by a plain loop of a consumer
 * that puts it into a {@link ConcurrentHashMap}. Both wait for the same records. For the figures of
 * the guide:
 *
 * <pre>
 * mvn -B -ntp -pl catalog-adapter -am test -Dtest=VisibleFiguresTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfigures=true
 * </pre>
 */
@ExtendWith(BrokerExtension.class)
@EnabledIfSystemProperty(named = "figures", matches = "true")
class VisibleFiguresTest {
    private static final int RECORDS = 2_000;
    private static final int ROUNDS = 3;

    private final ConcurrentHashMap<Long, String> plain = new ConcurrentHashMap<>();
    private volatile boolean done;

    @Test
    void oneRecordAtATime(FeedTopics topics) throws Exception {
        ProductCatalog<String> catalog = ProductCatalog.create();
        String topic = topics.products + "-one";
        topics.broker.createTopic(topic, 1, Map.of());
        topics.startFeed(topics.builder(catalog).productsTopic(topic));
        Thread loop = new Thread(() -> follow(topics.broker.bootstrapServers(), topic), "plain");
        loop.start();
        try {
            KafkaProducer<byte[], byte[]> producer = topics.newProducer(Map.of());
            for (int round = 1; round <= ROUNDS; round++) {
                long[] feedNs = new long[RECORDS];
                long[] plainNs = new long[RECORDS];
                for (int i = 0; i < RECORDS; i++) {
                    String value = round + " " + i;
                    long beganNs = System.nanoTime();
                    producer.send(FeedTopics.product(topic, 1, value));
                    while (feedNs[i] == 0 || plainNs[i] == 0) {
                        if (feedNs[i] == 0 && value.equals(catalog.product(1))) {
                            feedNs[i] = System.nanoTime() - beganNs;
                        }
                        if (plainNs[i] == 0 && value.equals(plain.get(1L))) {
                            plainNs[i] = System.nanoTime() - beganNs;
                        }
                        Thread.yield();
                    }
                }
                print(round, feedNs, plainNs);
            }
        } finally {
            done = true;
            loop.join();
        }
    }

    private void follow(String servers, String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (KafkaConsumer<Long, String> consumer =
                new KafkaConsumer<>(config, new LongDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!done) {
                for (ConsumerRecord<Long, String> record : consumer.poll(Duration.ofMillis(100))) {
                    plain.put(record.key(), record.value());
                }
            }
        }
    }

    private static void print(int round, long[] feedNs, long[] plainNs) {
        Arrays.sort(feedNs);
        Arrays.sort(plainNs);
        for (int percent : new int[] {50, 90, 99}) {
            int at = RECORDS * percent / 100;
            System.out.printf(
                    Locale.ROOT,
                    "round %d, %d%% of %,d records visible within: feed %,d us, plain loop %,d us,"
                            + " ratio %.2f%n",
                    round,
                    percent,
                    RECORDS,
                    TimeUnit.NANOSECONDS.toMicros(feedNs[at]),
                    TimeUnit.NANOSECONDS.toMicros(plainNs[at]),
                    (double) feedNs[at] / plainNs[at]);
        }
    }
}
