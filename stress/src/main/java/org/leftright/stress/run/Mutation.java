// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One way to break the library, or, for a control, one way to stretch it that must break nothing.
 *
 * @param name for the table
 * @param broken what the change takes away
 * @param killers the tests that must kill it, each of them
 * @param edits the change
 */
public record Mutation(String name, String broken, List<Killer> killers, List<Edit> edits) {
    /** What is broken in a control. */
    static final String NOTHING = "nothing: only stretched";

    /** No change at all: what the library as it is does in a test. */
    static final Mutation UNCHANGED = new Mutation("unchanged", NOTHING, List.of(), List.of());

    boolean isControl() {
        return broken.equals(NOTHING);
    }

    /**
     * A test that must kill a mutation.
     *
     * @param tool what runs it
     * @param test its simple name
     * @param shows with jcstress, the outcome that must appear, a regular expression
     */
    public record Killer(Tool tool, String test, String shows) {}

    /**
     * A replacement in one class of core.
     *
     * @param className the simple name of the class
     * @param original code that occurs exactly once in the class; comments are left out, and white
     *     space stands for any or none
     * @param replacement what stands there instead
     */
    public record Edit(String className, String original, String replacement) {
        /** The class's place below the project's root. */
        String path() {
            return "core/src/main/java/org/leftright/" + className + ".java";
        }

        /** Takes and returns source without comments. */
        String applyTo(String source) {
            Matcher matcher = pattern().matcher(source);
            if (!matcher.find()) {
                throw unfit("does not occur");
            }
            int begin = matcher.start();
            int end = matcher.end();
            if (matcher.find()) {
                throw unfit("occurs more than once");
            }
            return source.substring(0, begin) + replacement + source.substring(end);
        }

        private Pattern pattern() {
            return Pattern.compile(
                    Arrays.stream(original.strip().split("\\s+"))
                            .map(Pattern::quote)
                            .collect(Collectors.joining("\\s*")));
        }

        private IllegalStateException unfit(String why) {
            return new IllegalStateException(
                    "a mutation no longer fits its source, adapt it: in "
                            + className
                            + " this "
                            + why
                            + ":\n"
                            + original);
        }
    }

    /** None of the sources has comment signs in a string. */
    static String withoutComments(String source) {
        return Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL)
                .matcher(source)
                .replaceAll("");
    }
}
