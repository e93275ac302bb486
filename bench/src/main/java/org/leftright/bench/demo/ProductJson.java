// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Products as JSON, by Jackson: what a user's own {@code Serializer} and {@code Deserializer} look
 * like. Both are interfaces of one method, so {@code ProductJson::read} is a deserializer.
 *
 * <p>A producer may add fields that this reader does not know. It may not leave one out, and what
 * is cut off, or goes on after the product, is no product: the feed fails on it, or hands it to its
 * handler, as it was told.
 */
public final class ProductJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    // Made once: finding out how a class is written takes longer than writing it.
    private static final ObjectReader READER = MAPPER.readerFor(Product.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Product.class);

    private ProductJson() {}

    /**
     * Writes a product; to be used as a Kafka {@code Serializer}.
     *
     * @param topic the topic, for the message
     * @param product the product
     * @return its JSON in UTF-8
     */
    public static byte[] write(String topic, Product product) {
        try {
            return WRITER.writeValueAsBytes(product);
        } catch (JsonProcessingException e) {
            throw new SerializationException("no JSON for a product of " + topic, e);
        }
    }

    /**
     * Reads a product; to be used as a Kafka {@code Deserializer}.
     *
     * @param topic the topic, for the message
     * @param bytes its JSON in UTF-8
     * @return the product
     */
    public static Product read(String topic, byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            throw new SerializationException("no product in a record of " + topic, e);
        }
    }
}
