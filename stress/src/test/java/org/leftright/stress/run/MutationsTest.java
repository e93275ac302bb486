// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The weakened twins take minutes; that one no longer fits the library's text shows at once. */
@Execution(ExecutionMode.CONCURRENT)
class MutationsTest {
    @TestFactory
    Stream<DynamicTest> everyMutationOfTheSourceFitsAndCompiles() {
        return Mutations.ALL.stream()
                .filter(mutation -> !mutation.edits().isEmpty())
                .map(
                        mutation ->
                                dynamicTest(
                                        mutation.name(),
                                        () ->
                                                new MutatedClasses(ProjectRoot.find(), mutation)
                                                        .close()));
    }
}
