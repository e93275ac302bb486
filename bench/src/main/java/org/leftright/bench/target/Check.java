// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.List;

/**
 * A figure that is computed from samples, and what it has to be.
 *
 * @param label tells it from its neighbours in the row
 * @param samples what it is computed from; measured one after another in each round
 * @param formula computes it from their medians, in the same order
 * @param bound what it has to be
 */
record Check(String label, List<Sample> samples, Formula formula, Bound bound) {
    /** From medians to the figure. */
    @FunctionalInterface
    interface Formula {
        double of(double[] medians);
    }

    /** The first sample divided by the second. */
    static Check ratio(String label, Sample ours, Sample theirs, Bound bound) {
        return new Check(label, List.of(ours, theirs), medians -> medians[0] / medians[1], bound);
    }

    /** A sample as it is. */
    static Check value(String label, Sample sample, Bound bound) {
        return new Check(label, List.of(sample), medians -> medians[0], bound);
    }
}
