// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.Locale;

/**
 * A line of the table: one figure, what it is compared with, and the target.
 *
 * @param what was measured
 * @param unit of both figures
 * @param ours the library's figure
 * @param peer the other's, or 0 if the target is no ratio
 * @param target the largest ratio, or without a peer the largest figure, that meets it
 */
record Line(String what, String unit, double ours, double peer, double target) {
    static final String HEADER =
            "| what | unit | left-right | beside | ratio | target | met |\n"
                    + "|---|---|---|---|---|---|---|";

    boolean isMet() {
        return (peer > 0 ? ours / peer : ours) <= target;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s |",
                what,
                unit,
                number(ours),
                peer > 0 ? number(peer) : "",
                peer > 0 ? String.format(Locale.ROOT, "%.2f", ours / peer) : "",
                target < Double.POSITIVE_INFINITY ? number(target) : "",
                target == Double.POSITIVE_INFINITY ? "" : isMet() ? "yes" : "**no**");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
    }
}
