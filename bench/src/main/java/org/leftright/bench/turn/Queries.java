// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.SplittableRandom;

/** What is looked up, in random order: ids, or else keys; the other array is empty. */
final class Queries {
    /** No less, so that a small map is asked in no order that a processor could learn. */
    private static final int AT_LEAST = 1 << 14;

    private static final int AT_MOST = 1 << 20;

    /** The gets of a window. */
    static final int WINDOW = 1 << 13;

    /** Which keys are asked for. */
    enum Which {
        /** The very objects that are in the map. */
        SAME,
        /** Objects equal to those in the map. */
        EQUAL,
        /** Objects that are not in the map. */
        ABSENT
    }

    final long[] ids;
    final Object[] keys;

    private Queries(long[] ids, Object[] keys) {
        this.ids = ids;
        this.keys = keys;
    }

    /**
     * Makes queries.
     *
     * @param kind the kind of keys
     * @param entries the keys in the map
     * @param which which are asked for
     */
    static Queries of(Keys kind, Object[] entries, Which which) {
        int n = entries.length;
        Object[] distinct =
                switch (which) {
                    case SAME -> entries;
                    case EQUAL -> kind.keys(0, n);
                    case ABSENT -> kind.keys(n, n);
                };
        SplittableRandom random = new SplittableRandom(20261126);
        int count = Math.max(AT_LEAST, Math.min(AT_MOST, n));
        Object[] keys = new Object[kind.isLong() ? 0 : count];
        long[] ids = new long[kind.isLong() ? count : 0];
        for (int i = 0; i < count; i++) {
            Object key = distinct[random.nextInt(n)];
            if (key instanceof Long id && kind.isLong()) {
                ids[i] = id;
            } else {
                keys[i] = key;
            }
        }
        return new Queries(ids, keys);
    }

    int count() {
        return ids.length + keys.length;
    }

    /** The first query of a window. */
    int from(int round) {
        return Math.floorMod(round, count() / WINDOW) * WINDOW;
    }
}
