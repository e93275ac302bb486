// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.Arrays;
import java.util.List;

/** Short windows of gets, one peer after the other, again and again. */
final class Windows {
    private static final int GETS = 1 << 13;

    private Windows() {}

    /**
     * Measures.
     *
     * @param peers the maps
     * @param queries what is looked up
     * @param warmUps windows of each before those that count
     * @param rounds windows of each that count
     * @return for each peer, the lower quartile over its windows, ns a get
     */
    static double[] quartiles(List<Peer> peers, Queries queries, int warmUps, int rounds) {
        double[][] ns = new double[peers.size()][rounds];
        int places = queries.count() / GETS;
        for (int round = -warmUps; round < rounds; round++) {
            int from = Math.floorMod(round, places) * GETS;
            for (int turn = 0; turn < peers.size(); turn++) {
                // Who goes first finds the caches as the last one left them: each in its turn.
                int p = Math.floorMod(turn + round, peers.size());
                long begin = System.nanoTime();
                int found = peers.get(p).get(queries, from, from + GETS);
                long time = System.nanoTime() - begin;
                if (found > GETS) {
                    throw new IllegalStateException("more found than asked for");
                }
                if (round >= 0) {
                    ns[p][round] = (double) time / GETS;
                }
            }
        }
        return Arrays.stream(ns).mapToDouble(Windows::lowerQuartile).toArray();
    }

    /** A quarter of the values are less or equal: what the machine does when left alone. */
    static double lowerQuartile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 4];
    }
}
