// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.leftright.stress.run.Twin.CHANGED_UNDER_SECTION;
import static org.leftright.stress.run.Twin.ENTRY_COUNT;
import static org.leftright.stress.run.Twin.KEEPS_VERSION;
import static org.leftright.stress.run.Twin.OLD;
import static org.leftright.stress.run.Twin.PAUSE_AT_EVERY_FOURTH;
import static org.leftright.stress.run.Twin.checked;
import static org.leftright.stress.run.Twin.control;
import static org.leftright.stress.run.Twin.lincheck;
import static org.leftright.stress.run.Twin.twin;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/** Of sections and the flip: the order of steps, the barriers, the waits. */
final class FlipMutations {

    /** The volatile store as AArch64's interpreter made it: without the barrier behind it. */
    private static final Edit LIVE_RELEASED =
            new Edit("Live", "live = version; }", "LIVE.setRelease(this, version); }");

    private static final Edit LIVE_HANDLE =
            new Edit(
                    "LiveField",
                    "volatile Version<S> live;",
                    """
                    volatile Version<S> live;
                    static final java.lang.invoke.VarHandle LIVE;
                    static {
                        try {
                            LIVE = java.lang.invoke.MethodHandles.lookup()
                                .findVarHandle(LiveField.class, "live", Version.class);
                        } catch (ReflectiveOperationException e) {
                            throw new ExceptionInInitializerError(e);
                        }
                    }
                    """);

    static final List<Mutation> ALL =
            List.of(
                    twin(
                            "arrive-without-barrier",
                            "no StoreLoad between the odd epoch and the load of live",
                            "SectionRacingReplay",
                            CHANGED_UNDER_SECTION,
                            new Edit("ReaderEpoch", "EPOCH.setVolatile(", "EPOCH.setRelease(")),
                    twin(
                            "flip-without-barrier",
                            "no StoreLoad between the new version and the epoch scan",
                            "SectionRacingReplay",
                            CHANGED_UNDER_SECTION,
                            LIVE_RELEASED,
                            LIVE_HANDLE,
                            new Edit("Writer", "VarHandle.fullFence();", "")),
                    control(
                            "control-flip-by-release-and-fence",
                            "SectionRacingReplay",
                            LIVE_RELEASED,
                            LIVE_HANDLE),
                    twin(
                            "live-before-epoch",
                            "live is loaded before the epoch is odd",
                            "SectionRacingReplay",
                            CHANGED_UNDER_SECTION,
                            ENTRY_COUNT,
                            KEEPS_VERSION,
                            new Edit("Reader", "void hold() {", "void hold(Version<S> early) {"),
                            new Edit("Reader", "cell.hold(live.live());", "cell.hold(early);"),
                            new Edit(
                                    "Reader",
                                    "if (!isSlot) { cell.arrive(); } hold();",
                                    "Version<S> early = live.live();"
                                            + PAUSE_AT_EVERY_FOURTH
                                            + "if (!isSlot) { cell.arrive(); } hold(early);")),
                    twin(
                                    "scan-before-flip",
                                    "the epochs are scanned before the new version is live",
                                    "SectionRacingReplay",
                                    CHANGED_UNDER_SECTION,
                                    new Edit(
                                            "Writer",
                                            """
                                    try { gracePeriod.begin(registry, old); }
                                    catch (Throwable e) { giveUpHidden(RebuildReason.OUT_OF_MEMORY); }
                                    """,
                                            ""),
                                    new Edit(
                                            "Writer",
                                            "live.setLive(next);",
                                            "gracePeriod.begin(registry, old);"
                                                    + " live.setLive(next);"))
                            .and(lincheck("SectionOperations", "add 1 : read | refresh")),
                    twin(
                            "parity-confused",
                            "an odd epoch is taken for an idle one",
                            "SectionRacingReplay",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "GracePeriod",
                                    "if (ReaderEpoch.isReading(",
                                    "if (!ReaderEpoch.isReading(")),
                    twin(
                                    "departs-early",
                                    "the epoch is even before the reads of the section",
                                    "SectionRacingReplay",
                                    CHANGED_UNDER_SECTION,
                                    KEEPS_VERSION,
                                    new Edit(
                                            "Reader",
                                            "cell.hold(live.live());",
                                            "cell.hold(live.live()); cell.depart(cell.epoch, live.live());"
                                                    + " cell.hold(live.live());"),
                                    new Edit(
                                            "Reader",
                                            "void depart(long arrival) {",
                                            "void depart(long arrival) { if (true) { return; }"))
                            .and(lincheck("SectionOperations", ": read | add 1, refresh, add 2")),
                    twin(
                                    "wait-skipped-in-refresh",
                                    "the replay does not wait for the grace period",
                                    "AtomicBatchOverTwoKeys",
                                    CHANGED_UNDER_SECTION,
                                    new Edit(
                                            "Writer",
                                            "if (replayOwed && gracePeriod.isOverWithinShortSpin()) {",
                                            "if (true) {"))
                            .and(lincheck("SectionOperations", ": read | add 1, refresh, add 2")),
                    twin(
                                    "wait-skipped-in-write",
                                    "a replay that is owed does not wait for the grace period",
                                    "SectionRacingReplay",
                                    CHANGED_UNDER_SECTION,
                                    new Edit(
                                            "Writer",
                                            "if (replayOwed && gracePeriod.isOverWithinShortSpin()) {",
                                            "if (gracePeriod.isOver()) {"),
                                    new Edit(
                                            "Writer",
                                            "if (gracePeriod.await(stallTimeoutNs)) {",
                                            "if (true) {"))
                            .and(lincheck("SectionOperations", ": read | add 1, refresh, add 2")),
                    twin(
                                    "refresh-after-each-op",
                                    "the ops of a batch become visible one by one",
                                    "AtomicBatchOverBothCatalogMaps",
                                    "TORN",
                                    new Edit(
                                            "Writer",
                                            "ops.append(op); return result;",
                                            "ops.append(op); flip(null); return result;"))
                            .and(lincheck("SectionOperations", ": lookup | add 1, refresh, add 2")),
                    twin(
                                    "section-reuses-version",
                                    "a section sees what the last one of its handle or slot saw",
                                    "VisibilityAfterRefresh",
                                    OLD,
                                    KEEPS_VERSION,
                                    new Edit(
                                            "Reader",
                                            "cell.hold(live.live());",
                                            "cell.hold(cell.version != null ? cell.version : live.live());"),
                                    new Edit(
                                            "ReaderEpoch",
                                            "if (version != live) {",
                                            "if (version == null) {"))
                            .and(lincheck("SectionOperations", ": read, read | add 1, refresh")),
                    twin(
                            "slot-reuses-version",
                            "a section without a handle sees what the last one of its slot saw",
                            "MonotonicVersions",
                            OLD,
                            KEEPS_VERSION,
                            new Edit(
                                    "Reader",
                                    "cell.hold(live.live());",
                                    "cell.hold(isSlot && cell.version != null ? cell.version"
                                            + " : live.live());"),
                            new Edit(
                                    "ReaderEpoch",
                                    "if (version != live) {",
                                    "if (version == null) {")),
                    twin(
                                    "stale-side-live",
                                    "a refresh flips with the replay owed and nothing pending",
                                    "SecondRefreshWhileReplayOwed",
                                    OLD,
                                    new Edit(
                                            "Writer",
                                            "if (pendingOps() > 0) { hiddenSideReady();",
                                            "if (pendingOps() > 0 || replayOwed) {"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": read | add 1, refresh, refresh, lookup")),
                    checked(
                            "live-before-epoch-unpaused",
                            "live is loaded before the epoch is odd",
                            "SectionOperations",
                            ": readByHandle | add 1, refresh, add 2",
                            new Edit("Reader", "void hold() {", "void hold(Version<S> early) {"),
                            new Edit("Reader", "cell.hold(live.live());", "cell.hold(early);"),
                            new Edit(
                                    "Reader",
                                    "if (!isSlot) { cell.arrive(); } hold();",
                                    "Version<S> early = live.live(); if (!isSlot) { cell.arrive(); } hold(early);")),
                    checked(
                            "silent-reader-skipped",
                            "the scan passes over a reader that has not yet said what it loaded",
                            "SectionOperations",
                            ": read | add 1, refresh, add 2",
                            new Edit(
                                    "ReaderEpoch",
                                    "if ((long) LOADED_EPOCH.getAcquire(this) != reading) { return true; }",
                                    "if ((long) LOADED_EPOCH.getAcquire(this) != reading) { return false; }")));

    private FlipMutations() {}
}
