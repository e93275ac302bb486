// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -cp stress/target/stress.jar org.leftright.stress.lincheck.Linearizability StragglerOperations
 */
package org.leftright.stress.lincheck;

import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;
import org.leftright.Section;

/**
 * Sections that stay open while their thread and others go on, and writers without patience: each
 * write that finds a reader in the way abandons the side to it.
 */
@Param(name = "number", gen = IntGen.class, conf = "1:9")
@Param(name = "thread", gen = ThreadIdGen.class)
public final class StragglerOperations {
    /** Scenarios, each for an error to which at most two switches lead. */
    static final List<String> SCENARIOS =
            List.of(
                    ": enter, look | add 1, refresh, add 2",
                    ": enter | add 1, refresh, add 2, refresh, add 3, refresh : look",
                    ": enter | add 1, refresh, add 2, refresh : look",
                    ": lookup, enter, leave, read | add 1, refresh, add 2, refresh");

    private final LeftRight<Guarded> leftRight =
            LeftRight.builder(new Guarded(), Guarded::copyOf)
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();

    /** Lincheck makes one for each run. A slot's last owner is a thread that has died since. */
    public StragglerOperations() {
        Thread thread = new Thread(() -> leftRight.read(Guarded::readTwice));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The open section of each thread, which uses its own place only. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private final @Nullable Section<Guarded>[] sections = new Section[8];

    private final int[] changeCounts = new int[8];

    @Operation
    public String enter(@Param(name = "thread") int thread) {
        Section<Guarded> section = sections[thread];
        if (section == null) {
            section = leftRight.enter();
            sections[thread] = section;
            changeCounts[thread] = section.state().changeCount();
        }
        return look(thread);
    }

    @Operation
    public String look(@Param(name = "thread") int thread) {
        Section<Guarded> section = sections[thread];
        if (section == null) {
            return "no section";
        }
        String read = section.state().readTwice();
        return section.state().changeCount() == changeCounts[thread]
                ? read
                : "changed under a section: " + read;
    }

    @Operation
    public void leave(@Param(name = "thread") int thread) {
        Section<Guarded> section = sections[thread];
        if (section != null) {
            section.close();
            sections[thread] = null;
        }
    }

    @Operation
    public String read() {
        return leftRight.read(state -> state.readTwice());
    }

    @Operation
    public @Nullable String lookup() {
        return leftRight.lookup(0, Guarded.BOTH);
    }

    /** Writes, unless the thread is in a section of its own, where it might wait for itself. */
    @Operation(blocking = true)
    public int add(@Param(name = "thread") int thread, @Param(name = "number") int number) {
        return sections[thread] != null
                ? Integer.MIN_VALUE
                : leftRight.<Integer>write(Guarded.add(number));
    }

    @Operation(blocking = true)
    public long refresh(@Param(name = "thread") int thread) {
        return sections[thread] != null ? Integer.MIN_VALUE : leftRight.refresh();
    }
}
