// SPDX-License-Identifier: Apache-2.0
package compared;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The loop that one writes around a consumer: it passes on the committed records of all topics. */
final class TopicLoop implements AutoCloseable {
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final String servers;
    private final Consumer<ConsumerRecord<Long, String>> apply;
    private final Predicate<Boolean> polled;
    private final Thread thread = new Thread(this::run, "topic-loop");
    private volatile boolean closed;

    /**
     * Prepares a loop.
     *
     * @param apply takes each record
     * @param polled is told after each poll whether it was empty, and returns whether all that was
     *     passed on can be read
     */
    TopicLoop(
            String servers,
            Consumer<ConsumerRecord<Long, String>> apply,
            Predicate<Boolean> polled) {
        this.servers = servers;
        this.apply = apply;
        this.polled = polled;
    }

    /** Starts, and returns when what the topics held can be read. */
    void start() throws Exception {
        thread.start();
        complete.get();
    }

    private void run() {
        Map<String, Object> config =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (KafkaConsumer<Long, String> consumer =
                new KafkaConsumer<>(config, new LongDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    Shop.TOPICS.stream()
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!closed) {
                ConsumerRecords<Long, String> records = consumer.poll(Duration.ofMillis(50));
                records.forEach(apply);
                boolean canBeRead = polled.test(records.isEmpty());
                if (canBeRead
                        && !complete.isDone()
                        && partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p))) {
                    complete.complete(null);
                }
            }
        } catch (Throwable e) {
            complete.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
