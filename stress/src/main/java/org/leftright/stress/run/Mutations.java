package org.leftright.stress.run;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/**
 * The weakened twins: each takes one thing away from the protocol and names the test that must
 * notice. A twin that only changes the order of two steps of one thread leaves a window of a few
 * nanoseconds on x86; such a twin stretches that window by a pause, and a control with the same
 * pause in the unbroken protocol shows that the pause alone breaks nothing.
 */
public final class Mutations {
    private static final String WRONG_READ = "TORN|NEWER";
    private static final String CHANGED_UNDER_SECTION = "TORN|CHANGED|NEWER";
    private static final String LOST = "MISSING|FOREIGN|NEWER";
    private static final String OLD = "STALE|BACKWARDS";
    private static final String SHARED = ".*(TORN|CHANGED|REFUSED).*";

    private static final String LONG_LOOKUP =
            """
            <R> @Nullable R lookup(long key, LongLookup<? super S, ? extends R> lookup) {
                Version<S> version = live;
                try {
                    R value = lookup.get(version.state, key);
                    if (version.isUnchanged()) { return value; }
                }
            """;
    private static final String LONG_LOOKUP_CHECKED_FIRST =
            """
            <R> @Nullable R lookup(long key, LongLookup<? super S, ? extends R> lookup) {
                Version<S> version = live;
                try {
                    if (version.isUnchanged()) { return lookup.get(version.state, key); }
                }
            """;
    private static final String NESTED_ENTRY = "} else { cell.setDepth(level); } return section;";
    private static final String SCAN_OF_HANDLES =
            """
            for (int i = 0; i < known.length(); i++) {
                Registration<S> registration = known.get(i);
                if (registration != null) { action
            """;

    private static final String PAUSE = " for (int i = 0; i < 600; i++) { Thread.onSpinWait(); } ";
    private static final String PAUSE_AT_EVERY_FOURTH =
            " if ((++entryCount & 3) == 0) {" + PAUSE + "} ";
    private static final Edit ENTRY_COUNT =
            new Edit("Reader", "final boolean isSlot;", "final boolean isSlot; int entryCount;");
    private static final Edit PAUSE_BEFORE_LIVE =
            new Edit(
                    "Reader",
                    "cell.hold(leftRight.live());",
                    PAUSE_AT_EVERY_FOURTH + "cell.hold(leftRight.live());");

    /** All threads are sent to the same slot, so that two are enough to compete for it. */
    private static final Edit ONE_SLOT = new Edit("ReaderRegistry", "WINDOW = 8;", "WINDOW = 1;");

    private static final Edit ONE_SLOT_FIRST =
            new Edit(
                    "ReaderRegistry",
                    """
                    Math.max( 2 * WINDOW, Integer.highestOneBit(
                        8 * Runtime.getRuntime().availableProcessors()));
                    """,
                    "1;");

    /** All of them, in the order of the table. */
    static final List<Mutation> ALL =
            List.of(
                    // Lookups
                    twin(
                            "lookup-unchecked",
                            "the stamp is not compared after the reads (long keys)",
                            "LookupRacingTableMoves",
                            LOST,
                            new Edit(
                                    "Version",
                                    "return side.getStampOpaque() == stamp;",
                                    "return true;")),
                    twin(
                            "lookup-unchecked-objects",
                            "the stamp is not compared after the reads (object keys)",
                            "LookupRacingObjectTableMoves",
                            LOST,
                            new Edit(
                                    "Version",
                                    "return side.getStampOpaque() == stamp;",
                                    "return true;")),
                    twin(
                            "lookup-checked-before-reads",
                            "the stamp is compared before the reads",
                            "LookupRacingTwoRefreshes",
                            WRONG_READ,
                            new Edit("LeftRight", LONG_LOOKUP, LONG_LOOKUP_CHECKED_FIRST)),
                    twin(
                            "stamp-not-advanced",
                            "a replay does not advance the stamp",
                            "LookupRacingReplay",
                            WRONG_READ,
                            new Edit("Writer", "side.advanceStamp();", "")),
                    twin(
                            "stamp-after-first-change",
                            "the stamp is advanced after the replay",
                            "LookupRacingReplay",
                            WRONG_READ,
                            new Edit("Writer", "side.advanceStamp();", ""),
                            new Edit(
                                    "Writer",
                                    "oplog.replay(side.state);",
                                    "oplog.replay(side.state); side.advanceStamp();")),
                    twin(
                            "stamp-even-on-side",
                            "the stamp is odd during a change and even after it, on the side only",
                            "LookupRacingEagerWrite",
                            "NEWER",
                            new Edit(
                                    "Version",
                                    "return side.getStampOpaque() == stamp;",
                                    "return (side.getStampOpaque() & 1) == 0;"),
                            new Edit(
                                    "Writer",
                                    "oplog.replay(side.state);",
                                    "oplog.replay(side.state); side.advanceStamp();"),
                            new Edit(
                                    "Writer",
                                    "R result = op.apply(state);",
                                    "Side<S> side = requireHidden(); side.advanceStamp();"
                                            + " R result = op.apply(state); side.advanceStamp();")),
                    twin(
                            "discard-without-undo",
                            "discarded ops stay on the hidden side",
                            "LookupRacingDiscard",
                            WRONG_READ,
                            new Edit(
                                    "Writer",
                                    "!oplog.undo(side.state, leftRight.live().state)",
                                    "oplog.undo(side.state, leftRight.live().state)")),

                    // Sections and the flip
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
                            new Edit(
                                    "LeftRight",
                                    "live = version; }",
                                    "LIVE.setRelease(this, version); }"),
                            new Edit(
                                    "LeftRight",
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
                                    """),
                            // These are barriers too, by accident.
                            new Edit(
                                    "Writer",
                                    "pendingOpCount.set(0); refreshCount.incrementAndGet(); try",
                                    "try")),
                    twin(
                            "live-before-epoch",
                            "live is loaded before the epoch is odd",
                            "SectionRacingReplay",
                            CHANGED_UNDER_SECTION,
                            ENTRY_COUNT,
                            new Edit("Reader", "void hold() {", "void hold(Version<S> early) {"),
                            new Edit("Reader", "cell.hold(leftRight.live());", "cell.hold(early);"),
                            new Edit(
                                    "Reader",
                                    "if (!isSlot) { cell.arrive(); } hold();",
                                    "Version<S> early = leftRight.live();"
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
                                    try { gracePeriod.begin(leftRight.registry(), old.side); }
                                    catch (Throwable noMemoryToNoteReaders) { giveUpHidden(); return; }
                                    """,
                                    ""),
                            new Edit(
                                    "Writer",
                                    "leftRight.setLive(next);",
                                    "gracePeriod.begin(leftRight.registry(), old.side);"
                                            + " leftRight.setLive(next);")),
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
                            new Edit(
                                    "Reader",
                                    "cell.hold(leftRight.live());",
                                    "cell.hold(leftRight.live()); cell.depart(leftRight.live());"
                                            + " cell.hold(leftRight.live());"),
                            new Edit(
                                    "Reader",
                                    "void depart() {",
                                    "void depart() { if (true) { return; }")),
                    twin(
                            "wait-skipped-in-refresh",
                            "the replay does not wait for the grace period",
                            "AtomicBatchOverTwoKeys",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "Writer",
                                    "if (gracePeriod.isOverWithinShortSpin()) {",
                                    "if (true) {")),
                    twin(
                            "wait-skipped-in-write",
                            "a replay that is owed does not wait for the grace period",
                            "SectionRacingReplay",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "Writer",
                                    "if (gracePeriod.isOverWithinShortSpin()) {",
                                    "if (gracePeriod.isOver()) {"),
                            new Edit(
                                    "Writer",
                                    "if (gracePeriod.await(stallTimeoutNs)) {",
                                    "if (true) {")),
                    twin(
                            "refresh-after-each-op",
                            "the ops of a batch become visible one by one",
                            "AtomicBatchOverBothCatalogMaps",
                            "TORN",
                            new Edit(
                                    "Writer",
                                    "ops.append(op); return result;",
                                    "ops.append(op); flip(null); return result;")),
                    twin(
                            "section-reuses-version",
                            "a section sees what the last one of its handle or slot saw",
                            "VisibilityAfterRefresh",
                            OLD,
                            new Edit(
                                    "Reader",
                                    "cell.hold(leftRight.live());",
                                    "cell.hold(cell.version != null ? cell.version : leftRight.live());"),
                            new Edit(
                                    "ReaderEpoch",
                                    "if (version != live) {",
                                    "if (version == null) {")),
                    twin(
                            "slot-reuses-version",
                            "a section without a handle sees what the last one of its slot saw",
                            "MonotonicVersions",
                            OLD,
                            new Edit(
                                    "Reader",
                                    "cell.hold(leftRight.live());",
                                    "cell.hold(isSlot && cell.version != null ? cell.version"
                                            + " : leftRight.live());"),
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
                                    "if (pendingOps() > 0) { hiddenSideReady(); flip(attachment);",
                                    "if (pendingOps() > 0 || replayOwed) { flip(attachment);")),

                    // Nesting
                    twin(
                            "nested-toggles-parity",
                            "a nested section advances the epoch, at both ends",
                            "NestedSections",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "Reader",
                                    NESTED_ENTRY,
                                    "} else { cell.setDepth(level); cell.arrive(); } return section;"),
                            new Edit(
                                    "Reader",
                                    "cell.setDepth(level - 1);",
                                    "cell.setDepth(level - 1); cell.arrive();")),
                    twin(
                            "nested-loads-live",
                            "a nested section takes the version that is live now",
                            "NestedSections",
                            "CHANGED",
                            new Edit(
                                    "Reader",
                                    NESTED_ENTRY,
                                    "} else { cell.setDepth(level); cell.hold(leftRight.live()); }"
                                            + " return section;")),
                    twin(
                            "nested-slot-not-found",
                            "a nested section without a handle leases another slot",
                            "NestedSections",
                            "CHANGED",
                            new Edit(
                                    "ReaderRegistry",
                                    "Reader<S> slotFor(Thread thread) {",
                                    "Reader<S> slotFor(Thread thread) { if (true) { return lend(thread); }")),

                    // Registry and slots
                    twin(
                            "registered-not-scanned",
                            "the scan overlooks the first handle",
                            "RegistrationRacingRefresh",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "ReaderRegistry",
                                    SCAN_OF_HANDLES,
                                    SCAN_OF_HANDLES.replace("int i = 0", "int i = 1"))),
                    twin(
                            "registry-read-before-barrier",
                            "the list of handles is read before the flip",
                            "RegistrationRacingRefresh",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "ReaderRegistry",
                                    SCAN_OF_HANDLES,
                                    "known = early;" + SCAN_OF_HANDLES),
                            new Edit(
                                    "ReaderRegistry",
                                    "void forEachCell(",
                                    """
                                    AtomicReferenceArray<@Nullable Registration<S>> early = handles;

                                    void readEarly() {
                                        AtomicReferenceArray<@Nullable Registration<S>> known = handles;
                                        early = new AtomicReferenceArray<>(known.length());
                                        for (int i = 0; i < known.length(); i++) {
                                            early.set(i, known.get(i));
                                        }
                                    }

                                    void forEachCell(\
                                    """),
                            new Edit(
                                    "Writer",
                                    "leftRight.setLive(next);",
                                    "leftRight.registry().readEarly();"
                                            + PAUSE
                                            + "leftRight.setLive(next);")),
                    twin(
                            "slots-not-scanned",
                            "the scan overlooks the leased slots",
                            "AtomicBatchOverBothCatalogMaps",
                            CHANGED_UNDER_SECTION,
                            new Edit("ReaderRegistry", "action.accept(slot.cell);", "")),
                    control("control-one-slot", "LeasedSlots", ONE_SLOT, ONE_SLOT_FIRST),
                    twin(
                            "slot-taken-without-cas",
                            "two threads may take the same idle slot",
                            "LeasedSlots",
                            SHARED,
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderEpoch",
                                    "return !isReading(idle) && EPOCH.compareAndSet(this, idle, idle + 1);",
                                    "if (isReading(idle)) { return false; }"
                                            + " EPOCH.setVolatile(this, idle + 1); return true;")),
                    twin(
                            "slot-released-twice",
                            "a slot that is lent again by then is given back once more",
                            "LeasedSlots",
                            SHARED,
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "Reader",
                                    "cell.depart(leftRight.live());",
                                    "cell.depart(leftRight.live());"
                                            + " for (int i = 0; i < 4; i++) { Thread.onSpinWait(); }"
                                            + " if (isSlot && ReaderEpoch.isReading(cell.getEpoch())) {"
                                            + " cell.depart(leftRight.live()); }")),

                    // Stragglers and snapshots
                    twin(
                            "straggler-overwritten",
                            "after the stall timeout the replay is done all the same",
                            "AbandonRacingDeparture",
                            CHANGED_UNDER_SECTION,
                            new Edit("Writer", "} else { abandon(); }", "} else { replay(); }")),
                    control(
                            "control-pause-before-live",
                            "AbandonRacingDeparture",
                            ENTRY_COUNT,
                            PAUSE_BEFORE_LIVE),
                    twin(
                            "straggler-skipped",
                            "an epoch that was waited for in vain is not noted again",
                            "AbandonRacingDeparture",
                            CHANGED_UNDER_SECTION,
                            ENTRY_COUNT,
                            PAUSE_BEFORE_LIVE,
                            new Edit(
                                    "GracePeriod",
                                    "if (ReaderEpoch.isReading(",
                                    "if (cell.stalledEpoch != epoch && ReaderEpoch.isReading(")),
                    twin(
                            "pin-ignored",
                            "a side with a snapshot is used again",
                            "SnapshotRacingRefresh",
                            CHANGED_UNDER_SECTION,
                            new Edit("Writer", "if (side.isPinned()) {", "if (false) {")));

    private Mutations() {}

    /**
     * Finds a mutation.
     *
     * @param name its name
     * @return the mutation
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Mutation named(String name) {
        return ALL.stream()
                .filter(mutation -> mutation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mutation is named " + name));
    }

    private static Mutation twin(
            String name, String broken, String killer, String shows, Edit... edits) {
        return new Mutation(name, broken, killer, shows, List.of(edits));
    }

    /** Stretched, not broken: must pass. */
    private static Mutation control(String name, String killer, Edit... edits) {
        return new Mutation(name, "nothing: only stretched", killer, "", List.of(edits));
    }
}
