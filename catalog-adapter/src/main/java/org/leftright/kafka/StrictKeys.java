// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.leftright.catalog.CatalogEntry;

/**
 * The keys that a feed expects unless told otherwise: ids of 8 bytes, big-endian. Any 8 bytes are
 * some number, so keys of another format are refused only where they show it.
 */
final class StrictKeys {
    private StrictKeys() {}

    /** The id of a product. */
    static Long productId(String topic, byte[] key) {
        return read(key, Long.BYTES, "productKeyDeserializer").getLong();
    }

    /** The id of a catalog and that of a product. */
    static CatalogEntry entry(String topic, byte[] key) {
        ByteBuffer ids = read(key, 2 * Long.BYTES, "entryKeyDeserializer");
        return new CatalogEntry(ids.getLong(), ids.getLong());
    }

    private static ByteBuffer read(byte[] key, int length, String option) {
        if (key.length != length) {
            throw new SerializationException("the key has " + key.length + " bytes, not " + length);
        }
        for (int at = 0; at < length; at += Long.BYTES) {
            if (isText(key, at)) {
                throw new SerializationException(
                        "the key is the text \""
                                + new String(key, StandardCharsets.US_ASCII)
                                + "\", not ids of 8 bytes each; "
                                + option
                                + " can read text, or numbers that look like it");
            }
        }
        return ByteBuffer.wrap(key);
    }

    /** Whether the 8 bytes are the digits of a number as text. */
    private static boolean isText(byte[] key, int from) {
        for (int i = from; i < from + Long.BYTES; i++) {
            if (key[i] < '0' || key[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
