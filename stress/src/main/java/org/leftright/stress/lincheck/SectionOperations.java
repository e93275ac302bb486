// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -cp stress/target/stress.jar org.leftright.stress.lincheck.Linearizability SectionOperations
 */
package org.leftright.stress.lincheck;

import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;
import org.leftright.Reader;
import org.leftright.Section;

/**
 * A shipped {@link LeftRight} over a state that notices being read while it is changed: several
 * writers, lookups, and sections of every kind. Writers wait as long as it takes, so that the wait
 * and the replay after it are reached.
 */
@Param(name = "number", gen = IntGen.class, conf = "1:9")
public final class SectionOperations {
    /** Scenarios, each for an error to which at most two switches lead. */
    static final List<String> SCENARIOS =
            List.of(
                    ": read | add 1, refresh, add 2",
                    ": lookup | add 1, refresh, add 2",
                    ": readByHandle | add 1, refresh, add 2",
                    ": readNested | add 1, refresh, add 2",
                    ": readAndCloseAgain | add 1, refresh, add 2",
                    ": read | add 1, refresh, refresh, lookup",
                    ": read, read | add 1, refresh",
                    ": lookupThatRefreshes | add 1",
                    ": read | add 1, refresh, settle",
                    "add 1 : read | refresh",
                    "add 1 : lookup | refresh",
                    "add 1 : readByHandle | refresh",
                    "add 1 : read, refresh | read",
                    "read : add 1, refresh | read",
                    ": lookup | add 1, refresh, add 2, refresh",
                    "add 1, addAndFail, refresh : add 2, discard, add 3, refresh | lookup, batch 4 5",
                    "add 1 : lookup | batchAndFail 2, refresh");

    private final LeftRight<Guarded> leftRight =
            LeftRight.builder(new Guarded(), Guarded::copyOf)
                    .stallTimeout(Duration.ofDays(1))
                    .build();

    /** Lincheck makes one for each run; the slots are made here, as what is not explored. */
    public SectionOperations() {
        leftRight.read(state -> 0);
    }

    @Operation(blocking = true)
    public int add(@Param(name = "number") int number) {
        return leftRight.write(Guarded.add(number));
    }

    /** Changes half of the state and throws. */
    @Operation(blocking = true)
    public void addAndFail() {
        leftRight.write(Guarded.ADD_AND_FAIL);
    }

    @Operation(blocking = true)
    public int set(@Param(name = "number") int number) {
        return leftRight.write(Guarded.set(number));
    }

    @Operation(blocking = true)
    public long refresh() {
        return leftRight.refresh();
    }

    @Operation(blocking = true)
    public void settle() {
        leftRight.settle(Duration.ZERO);
    }

    @Operation(blocking = true)
    public int discard() {
        return leftRight.discard();
    }

    @Operation(blocking = true)
    public long batch(@Param(name = "number") int first, @Param(name = "number") int second) {
        return leftRight.batch(
                () -> {
                    add(first);
                    add(second);
                });
    }

    @Operation(blocking = true)
    public void batchAndFail(@Param(name = "number") int number) {
        leftRight.batch(
                () -> {
                    add(number);
                    throw new IllegalArgumentException("as intended");
                });
    }

    @Operation
    public @Nullable String lookup() {
        return leftRight.lookup(0, Guarded.BOTH);
    }

    /**
     * Tries to refresh from inside a lookup that is repeated in a slot, as a key's equals might.
     */
    @Operation(blocking = true)
    public @Nullable String lookupThatRefreshes() {
        boolean[] isRepeated = new boolean[1];
        return leftRight.lookup(
                0,
                (state, key) -> {
                    if (!isRepeated[0]) {
                        isRepeated[0] = true;
                        throw new IllegalArgumentException("as if a write had raced");
                    }
                    return refreshes() ? "refreshed inside a lookup" : Guarded.BOTH.get(state, key);
                });
    }

    /** False if it is refused, or if another thread writes. */
    private boolean refreshes() {
        try {
            return leftRight.tryRefresh();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Operation
    public String read() {
        return leftRight.read(Guarded::readTwice);
    }

    /** Registers, which may race with a refresh. */
    @Operation(blocking = true)
    public String readByHandle() {
        try (Reader<Guarded> reader = leftRight.reader()) {
            return reader.read(Guarded::readTwice);
        }
    }

    /** Closes a section again while another that may be in the same slot is open. */
    @Operation
    public String readAndCloseAgain() {
        Section<Guarded> closed = leftRight.enter();
        closed.close();
        return leftRight.read(
                state -> {
                    closed.close();
                    int count = state.changeCount();
                    String read = state.readTwice();
                    return count == state.changeCount() ? read : "changed under a section";
                });
    }

    @Operation
    public String readNested() {
        try (Section<Guarded> outer = leftRight.enter()) {
            int count = outer.state().changeCount();
            String first = outer.state().readTwice();
            String second;
            try (Section<Guarded> inner = leftRight.enter()) {
                second = inner.state().readTwice();
            }
            String third = outer.state().readTwice();
            if (count != outer.state().changeCount()) {
                return "changed under a section";
            }
            return first.equals(second) && first.equals(third)
                    ? first
                    : first + ", nested " + second + ", and then " + third;
        }
    }
}
