// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's messages about transactions, as its documentation of the PostgreSQL connector has
 * them, by Kafka Connect's JSON converter with schemas or without; and what reads them.
 */
final class DebeziumJson implements SourceTransactions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "inventory.";

    private final String topic;
    private final boolean withSchemas;
    private int lsn = 53_195_829;

    DebeziumJson(String topic, boolean withSchemas) {
        this.topic = topic;
        this.withSchemas = withSchemas;
    }

    // ---------------------------------------------------------------- reading

    @Override
    public @Nullable Boundary boundary(ConsumerRecord<byte[], byte[]> record) {
        JsonNode told = payload(record.value());
        String id = id(told);
        switch (told.get("status").asText()) {
            case "BEGIN":
                return new Boundary(id, null);
            case "END":
                Map<String, Long> counts = new HashMap<>();
                for (JsonNode of : told.get("data_collections")) {
                    String collection = of.get("data_collection").asText();
                    counts.put(
                            collection.substring(SCHEMA.length()), of.get("event_count").asLong());
                }
                return new Boundary(id, counts);
            default:
                return null;
        }
    }

    @Override
    public @Nullable Event event(ConsumerRecord<byte[], byte[]> record) {
        JsonNode transaction = payload(record.value()).path("transaction");
        return transaction.isObject()
                ? new Event(id(transaction), transaction.get("total_order").asLong())
                : null;
    }

    private static String id(JsonNode of) {
        return of.get("id").asText().split(":")[0]; // without the place in the log
    }

    private static JsonNode payload(byte[] value) {
        try {
            JsonNode message = JSON.readTree(value);
            return message.has("payload") ? message.get("payload") : message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the row; null if it was deleted. */
    static @Nullable String name(byte[] value) {
        JsonNode after = payload(value).get("after");
        return after.isNull() ? null : after.get("name").asText();
    }

    static RecordAction actionOf(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null || payload(record.value()).get("op").asText().equals("d")
                ? RecordAction.REMOVE
                : RecordAction.PUT;
    }

    // ---------------------------------------------------------------- writing

    ProducerRecord<byte[], byte[]> begin(int id) {
        return told(
                "{'status':'BEGIN','id':'%s','ts_ms':1486500577125,'event_count':null,"
                        + "'data_collections':null}",
                place(id));
    }

    /** The end of a transaction with so many events in some of the topics. */
    ProducerRecord<byte[], byte[]> end(int id, Map<String, Integer> counts) {
        StringBuilder collections = new StringBuilder();
        int all = 0;
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            collections.append(collections.isEmpty() ? "" : ",");
            collections.append(
                    "{'data_collection':'%s%s','event_count':%d}"
                            .formatted(SCHEMA, count.getKey(), count.getValue()));
            all += count.getValue();
        }
        return told(
                "{'status':'END','id':'%s','ts_ms':1486500577691,'event_count':"
                        + all
                        + ",'data_collections':["
                        + collections
                        + "]}",
                place(id));
    }

    private ProducerRecord<byte[], byte[]> told(String message, String id) {
        String key = message("{'id':'" + id + "'}");
        return new ProducerRecord<>(
                topic, 0, key.getBytes(UTF_8), message(message.formatted(id)).getBytes(UTF_8));
    }

    /**
     * A change of a row.
     *
     * @param name null: the row is deleted
     * @param order of the event in its transaction; zero: it is of none, as those of a snapshot
     */
    ProducerRecord<byte[], byte[]> change(
            String table,
            @Nullable Integer partition,
            byte[] key,
            @Nullable String name,
            int id,
            int order) {
        String row = "{'name':'" + name + "'}";
        String transaction =
                "{'id':'%s','total_order':%d,'data_collection_order':%d}"
                        .formatted(place(id), order, order);
        String value =
                "{'before':%s,'after':%s,'source':{'table':'%s'},'op':'%s','ts_ms':1580390884335,"
                        + "'transaction':%s}";
        return new ProducerRecord<>(
                table,
                partition,
                key,
                message(
                                value.formatted(
                                        name == null ? row : "null",
                                        name == null ? "null" : row,
                                        table,
                                        name == null ? "d" : order == 0 ? "r" : "u",
                                        order == 0 ? "null" : transaction))
                        .getBytes(UTF_8));
    }

    /** The transaction and the place in the log, which is another one each time. */
    private String place(int id) {
        return id + ":" + lsn++;
    }

    private String message(String payload) {
        String json = payload.replace('\'', '"');
        return withSchemas ? "{\"schema\":{\"type\":\"struct\"},\"payload\":" + json + "}" : json;
    }
}
