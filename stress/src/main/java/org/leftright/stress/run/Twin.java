// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;
import org.leftright.stress.run.Mutation.Killer;

/** What the lists of mutations share. */
final class Twin {
    // Outcomes of the jcstress tests
    static final String WRONG_READ = "TORN|NEWER";
    static final String CHANGED_UNDER_SECTION = "TORN|CHANGED|NEWER";
    static final String LOST = "MISSING|FOREIGN|NEWER";
    static final String OLD = "STALE|BACKWARDS";
    static final String SHARED = ".*(TORN|CHANGED|REFUSED).*";

    /** Stretches a window of nanoseconds between two steps of one thread. */
    static final String PAUSE = " for (int i = 0; i < 600; i++) { Thread.onSpinWait(); } ";

    static final String PAUSE_AT_EVERY_FOURTH = " if ((++entryCount & 3) == 0) {" + PAUSE + "} ";

    static final Edit ENTRY_COUNT =
            new Edit("Reader", "final boolean isSlot;", "final boolean isSlot; int entryCount;");

    /** All threads are sent to the same slot, so that two are enough to compete for it. */
    static final Edit ONE_SLOT = new Edit("ReaderRegistry", "WINDOW = 8;", "WINDOW = 1;");

    static final Edit ONE_SLOT_FIRST =
            new Edit(
                    "ReaderRegistry",
                    """
                    PROCESSORS = Runtime.getRuntime().availableProcessors();
                    private static final int FIRST_SEGMENT =
                        PROCESSORS <= 2 ? 2 * WINDOW : 4 * WINDOW;
                    """,
                    "PROCESSORS = 0; private static final int FIRST_SEGMENT = 1;");

    static final String REPLAY = "oplog.replay(requireHidden().state, live.live().state);";

    /**
     * For what breaks sections in ways that leave the epoch even: without this the library finds
     * the version gone and refuses, before a wrong read can be seen.
     */
    static final Edit KEEPS_VERSION =
            new Edit(
                    "Writer",
                    "Counters.add(counters.replayedOpCount, oplog.size()); forgetInIdleCells();",
                    "Counters.add(counters.replayedOpCount, oplog.size());");

    private Twin() {}

    /** To be killed by a jcstress test, in which that outcome must appear. */
    static Mutation twin(String name, String broken, String test, String shows, Edit... edits) {
        return new Mutation(
                name, broken, List.of(new Killer(Tool.JCSTRESS, test, shows)), List.of(edits));
    }

    /** To be killed by Lincheck's model checker, with that test and scenario. */
    static Mutation checked(
            String name, String broken, String test, String scenario, Edit... edits) {
        return new Mutation(name, broken, List.of(lincheck(test, scenario)), List.of(edits));
    }

    static Killer lincheck(String test, String scenario) {
        return new Killer(Tool.LINCHECK, test, scenario);
    }

    /** Stretched, not broken: the test must pass. */
    static Mutation control(String name, String test, Edit... edits) {
        return new Mutation(
                name,
                Mutation.NOTHING,
                List.of(new Killer(Tool.JCSTRESS, test, "")),
                List.of(edits));
    }
}
