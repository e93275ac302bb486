// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.Arrays;

/** What kills a mutation. */
public enum Tool {
    /** Runs on the real machine, with the processor's and the compiler's own reorderings. */
    JCSTRESS("jcstress"),
    /** Lincheck's model checker: all switches of threads, within a bound; no reorderings. */
    LINCHECK("Lincheck"),
    /** The model of the protocol: its mutations are its own, no edits of the library's source. */
    MODEL("model");

    private final String label;

    Tool(String label) {
        this.label = label;
    }

    /** The tool of that name in {@code mutations.txt}. */
    static Tool labelled(String label) {
        return Arrays.stream(values())
                .filter(tool -> tool.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tool is named " + label));
    }

    @Override
    public String toString() {
        return label;
    }
}
