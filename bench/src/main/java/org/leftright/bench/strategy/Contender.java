// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One line of the latency report: a strategy that is read and written, or the control: a left-right
 * map that is read and stays as it is, while the same batches are applied to another. What the
 * control shows is the machine's doing: the writer's share of processors, caches and memory.
 *
 * @param name the name of a {@link StrategyKind}, or {@link #CONTROL}
 */
record Contender(String name) {
    /** The name of the control. */
    static final String CONTROL = "CONTROL";

    /** Those that are run unless others are asked for: all that stand a reader and a writer. */
    static List<String> allNames() {
        return Stream.concat(
                        Stream.of(CONTROL),
                        Arrays.stream(StrategyKind.values())
                                .filter(kind -> kind.promise() != StrategyKind.Promise.ONE_THREAD)
                                .filter(kind -> !kind.isOrdered())
                                .map(StrategyKind::name))
                .toList();
    }

    Contender {
        name = name.toUpperCase(Locale.ROOT);
        if (!name.equals(CONTROL)
                && StrategyKind.valueOf(name).promise() == StrategyKind.Promise.ONE_THREAD) {
            throw new IllegalArgumentException(name + " stands no writer beside a reader");
        }
    }

    boolean isControl() {
        return name.equals(CONTROL);
    }

    StrategyKind kind() {
        return isControl() ? StrategyKind.LEFT_RIGHT : StrategyKind.valueOf(name);
    }

    String label() {
        return isControl() ? "control" : kind().label();
    }
}
