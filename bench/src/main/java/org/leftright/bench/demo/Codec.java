// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.SerializationException;

/** The bytes of the topics' keys and values. */
final class Codec {
    private static final byte[] MEMBER = {1};

    private Codec() {}

    /** Returns a product's key: its id, big-endian. */
    static byte[] productKey(long productId) {
        return ByteBuffer.allocate(Long.BYTES).putLong(productId).array();
    }

    /** Reads a product's key. */
    static long productId(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    /** Returns an entry's key: the catalog's id, then the product's, big-endian. */
    static byte[] memberKey(long catalogId, long productId) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(catalogId).putLong(productId).array();
    }

    /** Returns the value that makes an entry present. */
    static byte[] member() {
        return MEMBER;
    }

    /** Writes a product. */
    static byte[] write(Product product) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(80);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(product.code());
            out.writeUTF(product.description());
            out.writeUTF(product.unitPrice().toString());
            out.writeLong(product.lastSeen().toEpochSecond(ZoneOffset.UTC));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a product; made to be used as a Kafka {@code Deserializer}.
     *
     * @param topic the topic, for the message
     * @param bytes what {@link #write} wrote
     * @return the product
     */
    static Product read(String topic, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new Product(
                    in.readUTF(),
                    in.readUTF(),
                    new BigDecimal(in.readUTF()),
                    LocalDateTime.ofEpochSecond(in.readLong(), 0, ZoneOffset.UTC));
        } catch (IOException | NumberFormatException e) {
            throw new SerializationException("no product in a record of " + topic, e);
        }
    }
}
