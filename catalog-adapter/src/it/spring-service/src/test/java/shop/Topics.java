// SPDX-License-Identifier: Apache-2.0
package shop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.leftright.kafka.broker.EmbeddedBroker;

/** Two topics of a broker, as whoever keeps the products fills them. */
final class Topics implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    Topics(EmbeddedBroker broker, String name) {
        this.broker = broker;
        this.name = name;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    String[] properties(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "--leftright.bootstrap-servers=" + broker.bootstrapServers();
        all[1] = "--leftright.products-topic=" + name;
        all[2] = "--leftright.catalog-topic=" + name + "-entries";
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    void create() throws Exception {
        broker.createTopic(name, 2, Map.of("cleanup.policy", "compact"));
        broker.createTopic(name + "-entries", 2, Map.of("cleanup.policy", "compact"));
    }

    void product(long id, String json) throws Exception {
        send(name, ByteBuffer.allocate(8).putLong(id), json);
    }

    void entry(long catalog, long product) throws Exception {
        send(name + "-entries", ByteBuffer.allocate(16).putLong(catalog).putLong(product), "");
    }

    private void send(String topic, ByteBuffer key, String value) throws Exception {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, key.array(), bytes)).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
