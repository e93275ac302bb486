// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The targets but those of gets. Each row is measured in a JVM of its own. */
enum Row {
    /** Sixteen gets of one version, beside the bare table. */
    SECTION(ReadRows::section, "1g"),
    /** {@code catalogContains}, beside a map of key sets. */
    CATALOG(ReadRows::catalog, "1g"),
    /** Keys of one hash code. */
    ONE_HASH(ReadRows::oneHash, "1g"),
    /** A walk over few entries where there were many. */
    FEW_ENTRIES(ReadRows::fewEntries, "2g"),
    /** A batch with all its costs, beside one bare table. */
    BATCH(WriteRows::batch, "5g"),
    /** Copying touched indexes, beside the first execution. */
    REPLAY(WriteRows::replay, "1g"),
    /** A refresh of one op, which looks at every slot: with as many as 64 processors allow. */
    REFRESH(WriteRows::refresh, "1g", "-XX:ActiveProcessorCount=64"),
    /** A side made from the other, and its garbage. */
    CLONE(WriteRows::cloneOfSide, "1g"),
    /** Bytes of both sides, whatever the collector rounds up. */
    MEMORY(WriteRows::memory, "5g", "-XX:+UseSerialGC"),
    /** The same in regions of G1, which an array of many takes whole. */
    MEMORY_IN_G1(WriteRows::memory, "5g", "-XX:+UseG1GC");

    @SuppressWarnings("ImmutableEnumChecker") // methods
    private final BiConsumer<Effort, Consumer<Line>> measure;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> jvmArgs;

    Row(BiConsumer<Effort, Consumer<Line>> measure, String heap, String... jvmArgs) {
        this.measure = measure;
        this.jvmArgs = new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap));
        this.jvmArgs.addAll(List.of(jvmArgs));
    }

    List<String> jvmArgs() {
        return jvmArgs;
    }

    void measure(Effort effort, Consumer<Line> out) {
        measure.accept(effort, out);
    }

    /**
     * How much is done.
     *
     * @param divisor of all sizes and numbers of windows; 1 but for tests
     */
    record Effort(int divisor) {
        int of(int count) {
            return Math.max(8, count / divisor);
        }

        /** The quartiles of so many windows of each, after half as many. */
        double[] quartiles(int rounds, Windows.Turn... turns) {
            int some = Math.max(2, rounds / divisor);
            return Windows.quartiles(List.of(turns), (some + 1) / 2, some);
        }
    }
}
