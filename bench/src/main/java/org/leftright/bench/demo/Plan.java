// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.List;

/**
 * What both phases do alike.
 *
 * @param lines the file
 * @param ids the ids of its codes and countries
 * @param variants how many variants each code has
 * @param readers how many reader threads
 * @param timedEvery every k-th read is timed
 * @param duration how long the deltas take
 */
record Plan(
        List<RetailLine> lines,
        Ids ids,
        int variants,
        int readers,
        int timedEvery,
        Duration duration) {

    /** Returns how many windows the file has. */
    int windowCount() {
        return DeltaStream.windowCount(lines);
    }

    /**
     * Returns how many windows are there before serving begins: the first quarter of the file, what
     * a service reads at start-up.
     */
    int openingCount() {
        return windowCount() / 4;
    }

    /** Returns how many windows come while serving, one batch each. */
    int servingCount() {
        return windowCount() - openingCount();
    }
}
