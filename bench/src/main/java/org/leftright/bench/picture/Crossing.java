// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.DoubleFunction;

/** Finds where a ratio passes 1. */
final class Crossing {
    private Crossing() {}

    /**
     * Says in words where a ratio is below 1.
     *
     * @param ratios by place
     * @param text how a place is written
     * @return always, never, or from and up to which places
     */
    static String tell(NavigableMap<Double, Double> ratios, DoubleFunction<String> text) {
        List<String> words = new ArrayList<>();
        Map.Entry<Double, Double> last = null;
        for (Map.Entry<Double, Double> entry : ratios.entrySet()) {
            if (last != null && last.getValue() < 1 != entry.getValue() < 1) {
                String place = text.apply(twoDigits(between(last, entry)));
                words.add((entry.getValue() < 1 ? "from " : "up to ") + place);
            }
            last = entry;
        }
        if (last == null) {
            return "not measured";
        }
        if (words.isEmpty()) {
            return last.getValue() < 1 ? "everywhere" : "nowhere";
        }
        return String.join(", ", words);
    }

    /** Where the straight line between two points passes 1, on logarithmic scales. */
    static double between(Map.Entry<Double, Double> from, Map.Entry<Double, Double> to) {
        double x1 = Math.log(from.getKey());
        double x2 = Math.log(to.getKey());
        double y1 = Math.log(from.getValue());
        double y2 = Math.log(to.getValue());
        return Math.exp(x1 + (x2 - x1) * y1 / (y1 - y2));
    }

    private static double twoDigits(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return Math.round(value / unit) * unit;
    }
}
