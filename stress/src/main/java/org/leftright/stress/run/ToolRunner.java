// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.Optional;
import java.util.function.Function;

/** A tool as the twins see it. */
interface ToolRunner {
    /** Runs what the killer names on a build with the mutation, or on a model of it. */
    Finding run(Mutation mutation, Mutation.Killer killer) throws Exception;

    /**
     * What a run has shown.
     *
     * @param isKilled whether the test saw what it forbids, and saw it for that reason
     * @param isClean whether the test ran in full and saw nothing forbidden
     * @param line how often of how many, for the table
     */
    record Finding(boolean isKilled, boolean isClean, String line) {}

    /**
     * A tool that knows mutations by their names.
     *
     * @param counterExample the result line of a counter-example, or nothing if there is none
     */
    static ToolRunner byName(Function<String, Optional<String>> counterExample) {
        return (mutation, killer) -> {
            Optional<String> line = counterExample.apply(mutation.name());
            return new Finding(line.isPresent(), line.isEmpty(), line.orElse("no counter-example"));
        };
    }
}
