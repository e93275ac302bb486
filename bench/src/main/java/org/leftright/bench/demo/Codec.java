// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.leftright.kafka.BatchMarker;

/** The bytes of the topics' keys, and of the value of an entry. */
final class Codec {
    private static final byte[] MEMBER = {1};
    private static final byte[] MARKER = BatchMarker.record("", 0, 0).key();

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

    /** Returns whether a key is that of a marker, which ends a batch. */
    static boolean isMarker(byte[] key) {
        return Arrays.equals(key, MARKER);
    }

    /** Returns the value that makes an entry present. */
    static byte[] member() {
        return MEMBER;
    }
}
