// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.Optional;
import java.util.function.Function;

/** A tool as the twins see it. */
interface ToolRunner {
    /** Runs what the killer names on a build with the mutation, or on a model of it. */
    Finding run(Mutation mutation, Mutation.Killer killer) throws Exception;

    /** What a run amounts to. */
    enum Verdict {
        /** The test saw what it forbids, or the mutated library kept it from running. */
        KILLED,
        /** The test ran in full and saw nothing forbidden. */
        CLEAN,
        /** Neither: the unchanged library did not pass, or nothing could be run. */
        NONE
    }

    /**
     * What a run has shown.
     *
     * @param verdict what it amounts to
     * @param line how it shows, for the table
     */
    record Finding(Verdict verdict, String line) {}

    /**
     * A tool that knows mutations by their names.
     *
     * @param counterExample the result line of a counter-example, or nothing if there is none
     */
    static ToolRunner byName(Function<String, Optional<String>> counterExample) {
        return (mutation, killer) ->
                counterExample
                        .apply(mutation.name())
                        .map(line -> new Finding(Verdict.KILLED, line))
                        .orElse(new Finding(Verdict.CLEAN, "no counter-example"));
    }
}
