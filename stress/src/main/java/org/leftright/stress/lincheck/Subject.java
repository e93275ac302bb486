// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import java.util.List;

/**
 * A test.
 *
 * @param operations what is done to a shipped class
 * @param specification what it ought to return
 * @param scenarios what to begin with
 * @param operationsAround how many operations a random scenario has before its threads begin, and
 *     after
 */
record Subject(
        Class<?> operations, Class<?> specification, List<String> scenarios, int operationsAround) {
    static final List<Subject> ALL =
            List.of(
                    new Subject(
                            SectionOperations.class,
                            SpecifiedState.class,
                            SectionOperations.SCENARIOS,
                            2),
                    // What is done around the threads is done by one of them.
                    new Subject(
                            StragglerOperations.class,
                            SpecifiedState.class,
                            StragglerOperations.SCENARIOS,
                            0),
                    new Subject(
                            MapOperations.class, SpecifiedMap.class, MapOperations.SCENARIOS, 2),
                    new Subject(
                            LongMapOperations.class,
                            SpecifiedMap.class,
                            LongMapOperations.SCENARIOS,
                            2));

    String title() {
        return operations.getSimpleName();
    }

    static Subject titled(String title) {
        return ALL.stream()
                .filter(subject -> subject.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no test is named " + title));
    }
}
