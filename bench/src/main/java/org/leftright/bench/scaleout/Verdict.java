// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.io.PrintStream;
import org.leftright.bench.demo.Console;

/** What was checked, said as it is; once anything is wrong, all is. */
final class Verdict {
    private final Console console;
    private boolean right = true;

    /**
     * Begins with nothing wrong.
     *
     * @param out where to print
     */
    Verdict(PrintStream out) {
        this.console = new Console(out);
    }

    /** Prints a line. */
    void say(String format, Object... arguments) {
        console.say(format, arguments);
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
