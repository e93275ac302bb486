// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import java.util.Arrays;
import java.util.Map;
import org.leftright.bench.strategy.StrategyKind;

/**
 * The figures of one benchmark with one choice of parameters, of all iterations, forks, rounds and
 * files.
 *
 * @param benchmark class and method, without the package
 * @param params the parameters
 * @param unit the unit of the main metric
 * @param samples the values by metric; the empty name is the main one
 */
record Cell(
        String benchmark, Map<String, String> params, String unit, Map<String, double[]> samples) {
    /** The time on the clock. */
    static final String MAIN = "";

    /** Whether it is of a class of benchmarks, or of one method of it. */
    boolean isOf(String classOrMethod) {
        return benchmark.equals(classOrMethod) || benchmark.startsWith(classOrMethod + ".");
    }

    boolean isOf(StrategyKind kind) {
        return kind.name().equals(params.get("strategy"));
    }

    boolean has(String param) {
        return params.containsKey(param);
    }

    double number(String param) {
        return Double.parseDouble(params.getOrDefault(param, "NaN"));
    }

    /** The median of a metric; NaN if it was not measured. */
    double median(String metric) {
        double[] sorted = samples.getOrDefault(metric, new double[0]).clone();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The median of the time on the clock, in nanoseconds. */
    double medianNs() {
        return median(MAIN) * nsPerUnit();
    }

    private double nsPerUnit() {
        return switch (unit) {
            case "ns/op" -> 1;
            case "us/op" -> 1e3;
            case "ms/op" -> 1e6;
            case "s/op" -> 1e9;
            default -> throw new IllegalArgumentException("not a time: " + unit);
        };
    }
}
