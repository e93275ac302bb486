// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.io.PrintStream;
import java.util.Locale;

/** What was checked, said as it is; once anything is wrong, all is. */
final class Verdict {
    private final PrintStream out;
    private boolean right = true;

    /**
     * Begins with nothing wrong.
     *
     * @param out where to print
     */
    Verdict(PrintStream out) {
        this.out = out;
    }

    /** Prints a line, in one piece: the instances log to the same file. */
    void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format + "%n", arguments));
        out.flush();
    }

    /** Prints whether something holds. */
    void check(boolean holds, String format, Object... arguments) {
        right &= holds;
        say((holds ? "  yes: " : "  NO:  ") + format, arguments);
    }

    /** Returns whether everything has held. */
    boolean isRight() {
        return right;
    }
}
