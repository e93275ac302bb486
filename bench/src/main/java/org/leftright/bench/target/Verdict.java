// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.Arrays;
import java.util.List;

/**
 * What came of a check.
 *
 * @param check the check
 * @param medians of its samples; NaN where nothing was measured
 * @param value the figure, from the medians of all rounds
 * @param least of the figures of the single rounds
 * @param greatest of the figures of the single rounds
 * @param outcome whether the figure is what it has to be
 */
record Verdict(
        Check check,
        List<Double> medians,
        double value,
        double least,
        double greatest,
        Outcome outcome) {
    /** Whether a target is met. */
    enum Outcome {
        MET("met"),
        MISSED("**missed**"),
        REPORTED("reported"),
        NOT_MEASURED("not measured");

        final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    static Verdict of(Check check, Results results) {
        List<Sample> samples = check.samples();
        double[] medians = samples.stream().mapToDouble(results::median).toArray();
        double value = check.formula().of(medians);
        int rounds = samples.stream().mapToInt(s -> results.rounds(s).length).min().orElse(0);
        double[] ofRounds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            int index = round;
            ofRounds[round] =
                    check.formula()
                            .of(
                                    samples.stream()
                                            .mapToDouble(s -> results.rounds(s)[index])
                                            .toArray());
        }
        Arrays.sort(ofRounds);
        return new Verdict(
                check,
                Arrays.stream(medians).boxed().toList(),
                value,
                rounds == 0 ? Double.NaN : ofRounds[0],
                rounds == 0 ? Double.NaN : ofRounds[rounds - 1],
                outcome(check.bound(), value));
    }

    private static Outcome outcome(Bound bound, double value) {
        if (Double.isNaN(value)) {
            return Outcome.NOT_MEASURED;
        }
        if (bound.kind() == Bound.Kind.NONE) {
            return Outcome.REPORTED;
        }
        return bound.allows(value) ? Outcome.MET : Outcome.MISSED;
    }

    /** What a row comes to: missed if one of its figures is. */
    static Outcome ofAll(List<Verdict> verdicts) {
        for (Outcome worst : List.of(Outcome.MISSED, Outcome.NOT_MEASURED, Outcome.MET)) {
            if (verdicts.stream().anyMatch(v -> v.outcome() == worst)) {
                return worst;
            }
        }
        return Outcome.REPORTED;
    }
}
