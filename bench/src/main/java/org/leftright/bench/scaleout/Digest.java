// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.leftright.bench.demo.Product;
import org.leftright.bench.demo.ProductJson;

/**
 * What products and catalog entries come to, in any order: the sum of a hash of each. So the
 * digests of parts that have nothing in common add up to that of the whole.
 *
 * @param productCount how many products
 * @param entryCount how many catalog entries
 * @param sum the sum of the first eight bytes of the SHA-256 of each
 */
record Digest(int productCount, int entryCount, long sum) {
    /** The digest of nothing. */
    static final Digest NONE = new Digest(0, 0, 0);

    /** Returns the digest of both, which have nothing in common. */
    Digest plus(Digest other) {
        return new Digest(
                productCount + other.productCount, entryCount + other.entryCount, sum + other.sum);
    }

    @Override
    public String toString() {
        return String.format(
                "%,d products, %,d catalog entries, digest %016x", productCount, entryCount, sum);
    }

    /** Adds things up. */
    static final class Adder {
        private final MessageDigest sha256;
        private int productCount;
        private int entryCount;
        private long sum;

        Adder() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has it", e);
            }
        }

        void product(long productId, Product product) {
            productCount++;
            add(productId, -1, ProductJson.write("", product));
        }

        void entry(long catalogId, long productId) {
            entryCount++;
            add(productId, catalogId, new byte[0]);
        }

        private void add(long productId, long catalogId, byte[] rest) {
            ByteBuffer ids = ByteBuffer.allocate(2 * Long.BYTES);
            sha256.update(ids.putLong(productId).putLong(catalogId).array());
            sum += ByteBuffer.wrap(sha256.digest(rest)).getLong();
        }

        Digest total() {
            return new Digest(productCount, entryCount, sum);
        }
    }
}
