// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;

/**
 * The result file of {@link LatencyUnderBatches}.
 *
 * @param provenance machine, JDK and date
 * @param load what was done
 * @param jvmOptions those of each JVM
 * @param results of each strategy, in the order in which they ran
 */
public record LatencyReport(
        Provenance provenance, Load load, List<String> jvmOptions, List<Result> results) {
    /**
     * What was done to each strategy.
     *
     * @param n the entries
     * @param d the ops in a batch
     * @param readsPerSecond how many reads were due
     * @param warmUpSeconds how long before it counted
     * @param seconds how long it counted
     */
    public record Load(int n, int d, double readsPerSecond, double warmUpSeconds, double seconds) {}

    /**
     * What came out.
     *
     * @param name of a {@link StrategyKind}, or CONTROL
     * @param label for people
     * @param median the median of each figure over the rounds
     * @param rounds what each JVM measured
     */
    public record Result(
            String name, String label, LatencyRound median, List<LatencyRound> rounds) {
        /**
         * Whether this is the reader of a map that stays as it is, beside a writer elsewhere.
         *
         * @return whether it is the control
         */
        @JsonIgnore
        public boolean isControl() {
            return name.equals(Contender.CONTROL);
        }

        static Result of(Contender contender, List<LatencyRound> rounds) {
            return new Result(
                    contender.name(),
                    contender.label(),
                    LatencyRound.median(rounds),
                    List.copyOf(rounds));
        }
    }

    /**
     * The control's result.
     *
     * @return it, if it ran
     */
    public Optional<Result> control() {
        return results.stream().filter(Result::isControl).findFirst();
    }
}
