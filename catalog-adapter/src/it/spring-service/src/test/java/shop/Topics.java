// SPDX-License-Identifier: Apache-2.0
package shop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.leftright.kafka.broker.BrokerProcess;
import org.leftright.kafka.broker.EmbeddedBroker;

/** Two topics of a broker, as whoever keeps the products fills them. */
final class Topics implements AutoCloseable {
    private final String servers;
    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    Topics(BrokerProcess broker, String name) {
        this.servers = broker.servers();
        this.name = name;
        this.producer = producer(Map.of("bootstrap.servers", servers));
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    String[] properties(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "--leftright.bootstrap-servers=" + servers;
        all[1] = "--leftright.products-topic=" + name;
        all[2] = "--leftright.catalog-topic=" + name + "-entries";
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    void create() throws Exception {
        for (String topic : List.of(name, name + "-entries")) {
            EmbeddedBroker.createTopic(servers, topic, 2, Map.of("cleanup.policy", "compact"));
        }
    }

    void product(long id, String json) throws Exception {
        send(name, ByteBuffer.allocate(8).putLong(id), json);
    }

    void entry(long catalog, long product) throws Exception {
        send(name + "-entries", ByteBuffer.allocate(16).putLong(catalog).putLong(product), "");
    }

    /** Begins a transaction with a product; whoever closes the producer aborts it. */
    KafkaProducer<byte[], byte[]> openTransaction(long id, String json) throws Exception {
        KafkaProducer<byte[], byte[]> open =
                producer(Map.of("bootstrap.servers", servers, "transactional.id", "open"));
        open.initTransactions();
        open.beginTransaction();
        byte[] key = ByteBuffer.allocate(8).putLong(id).array();
        open.send(new ProducerRecord<>(name, key, json.getBytes(StandardCharsets.UTF_8))).get();
        return open;
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
