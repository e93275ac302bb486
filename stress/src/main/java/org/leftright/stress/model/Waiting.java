// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.Access.OPAQUE;
import static org.leftright.stress.model.Access.RELEASE;
import static org.leftright.stress.model.Access.VOLATILE;

import java.util.List;
import java.util.Set;

/**
 * The wait for a grace period alone, for ever: threads that take turns at one cell without end, and
 * a writer that notes the cell's epoch when it is odd, and waits. An epoch that only ever advances
 * would make endlessly many states; all that counts is whether it is odd, and whether it has
 * changed since it was noted, which a ghost tells.
 */
final class Waiting {
    /** The number of the writer's thread. */
    private static final int WRITER = 2;

    private final Memory memory = new Memory(0, 1, 1, 0);
    private final Set<ModelMutation> mutations;
    private int waitBegins;
    private int waitEnds;

    Waiting(Set<ModelMutation> mutations) {
        this.mutations = mutations;
    }

    /**
     * Two readers and a writer.
     *
     * @param mayStay whether a reader may stay in a section for ever
     * @param patience how often the writer looks, 0 for no limit
     */
    World world(boolean mayStay, int patience) {
        List<Program> threads =
                List.of(reader("reader 0", mayStay), reader("reader 1", mayStay), writer(patience));
        return new World(memory, threads, this::isWaiting);
    }

    /** A reader whose sections follow one upon the other; it may stay in one for ever. */
    private Program reader(String name, boolean mayStay) {
        Program p = new Program(name);
        int x = p.register();
        String again = p.newLabel("again");
        String stays = p.newLabel("stays");
        p.label(again);
        p.load(x, memory.epoch[0], OPAQUE);
        p.jumpIf(r -> r.get(x), again);
        p.compareAndSet(x, memory.epoch[0], r -> 0, r -> 1, changed(), 1);
        p.jumpIf(r -> 1 - r.get(x), again);
        if (mayStay) {
            p.choose(x);
            p.jumpIf(r -> r.get(x), stays);
        }
        p.store(r -> memory.epoch[0], r -> 0, RELEASE, changed(), 1);
        p.jump(again);
        p.label(stays);
        return p.end();
    }

    /** The address that tells whether the epoch is another than the one noted. */
    private int changed() {
        return memory.holder[0];
    }

    /** Waits at most for as many looks as given; 0 for no limit. */
    private Program writer(int patience) {
        Program p = new Program("writer");
        int x = p.register();
        int looks = p.register();
        String note = p.newLabel("note");
        String look = p.newLabel("look");
        p.label(note);
        p.assign(looks, 0);
        p.load(x, r -> memory.epoch[0], VOLATILE, changed(), 0);
        p.jumpIf(r -> 1 - r.get(x), note);
        waitBegins = p.length();
        p.label(look);
        if (mutations.contains(ModelMutation.WAIT_FOR_EVEN)) {
            // The same as with a slot whose epoch starts over each time that it is lent.
            p.load(x, memory.epoch[0], VOLATILE);
            p.jumpIf(r -> 1 - r.get(x), note);
        } else {
            p.load(x, changed(), VOLATILE);
            p.jumpIf(r -> r.get(x), note);
        }
        if (patience > 0 && !mutations.contains(ModelMutation.WAIT_WITHOUT_END)) {
            p.assign(looks, r -> r.get(looks) + 1);
            p.jumpIf(r -> r.get(looks) == patience ? 1 : 0, note);
        }
        p.jump(look);
        waitEnds = p.length();
        return p.end();
    }

    private boolean isWaiting(Machine machine, byte[] state) {
        int pc = machine.pc(state, WRITER);
        return pc >= waitBegins && pc < waitEnds;
    }
}
