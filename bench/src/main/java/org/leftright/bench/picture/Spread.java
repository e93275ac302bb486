// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import java.util.Arrays;

/** Moves labels apart. */
final class Spread {
    private Spread() {}

    /**
     * Finds places near the wanted ones that keep a distance.
     *
     * @param wanted ascending
     * @param distance the least between two
     * @param low the lowest place allowed
     * @param high the highest place allowed, unless there is no room
     * @return the places, ascending
     */
    static double[] apart(double[] wanted, double distance, double low, double high) {
        // Runs of labels that would touch, each centred where its members want to be on average.
        int count = wanted.length;
        double[] offsets = new double[count];
        Arrays.setAll(offsets, i -> wanted[i] - i * distance);
        double[] centres = new double[count];
        int[] sizes = new int[count];
        int runs = 0;
        for (double offset : offsets) {
            centres[runs] = offset;
            sizes[runs++] = 1;
            while (runs > 1 && centres[runs - 1] < centres[runs - 2]) {
                runs--;
                double sum = centres[runs] * sizes[runs] + centres[runs - 1] * sizes[runs - 1];
                sizes[runs - 1] += sizes[runs];
                centres[runs - 1] = sum / sizes[runs - 1];
            }
        }
        double highestOffset = high - (count - 1) * distance;
        double[] places = new double[count];
        int i = 0;
        for (int run = 0; run < runs; run++) {
            double offset = Math.max(low, Math.min(centres[run], highestOffset));
            for (int k = 0; k < sizes[run]; k++, i++) {
                places[i] = offset + i * distance;
            }
        }
        return places;
    }
}
