// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** How the keys of a benchmark are distributed. */
public enum Ids {
    /** 1, 2, 3, ... as a database hands them out. */
    SEQUENTIAL,
    /** Multiples of 4096: aligned addresses, or ids with a node number in the low bits. */
    STRIDED,
    /** 64 random bits. */
    RANDOM;

    static final long SEED = 20261121;

    private static final Object[] VALUES = new Object[1024];

    static {
        Arrays.setAll(VALUES, i -> new Object());
    }

    /** The i-th id, of n. Different for different i. */
    long id(int i) {
        return switch (this) {
            case SEQUENTIAL -> i + 1L;
            case STRIDED -> (i + 1L) << 12;
            case RANDOM -> mix(i + SEED);
        };
    }

    /** A bijection, so that the ids do not repeat. */
    private static long mix(long z) {
        z = (z + 0x632BE59BD9B4E019L) * 0xD1342543DE82EF95L;
        z = (z ^ z >>> 32) * 0xDABA0B6EB09322E3L;
        return z ^ z >>> 29;
    }

    /** One of few values: what they take in memory and cache is not to be measured. */
    static Object value(int i) {
        return VALUES[i & VALUES.length - 1];
    }

    /** Puts the first n ids. */
    void putAll(int n, LongPeer.Putter putter) {
        for (int i = 0; i < n; i++) {
            putter.put(id(i), value(i));
        }
    }

    /** Fills a map with the first n ids. */
    void fill(LongPeer peer, int n) {
        peer.loader().load(n, putter -> putAll(n, putter));
    }

    /** Ids to look up, in random order, each one of the first n. */
    long[] queries(int count, int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        long[] queries = new long[count];
        for (int i = 0; i < count; i++) {
            queries[i] = id(random.nextInt(n));
        }
        return queries;
    }
}
