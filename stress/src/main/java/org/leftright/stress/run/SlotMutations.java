// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.leftright.stress.run.Twin.CHANGED_UNDER_SECTION;
import static org.leftright.stress.run.Twin.KEEPS_VERSION;
import static org.leftright.stress.run.Twin.ONE_SLOT;
import static org.leftright.stress.run.Twin.ONE_SLOT_FIRST;
import static org.leftright.stress.run.Twin.PAUSE;
import static org.leftright.stress.run.Twin.SHARED;
import static org.leftright.stress.run.Twin.checked;
import static org.leftright.stress.run.Twin.control;
import static org.leftright.stress.run.Twin.lincheck;
import static org.leftright.stress.run.Twin.twin;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/** Of nesting, of the registry, and of the slots that it lends. */
final class SlotMutations {
    private static final String NESTED_ENTRY =
            "nestedUses[level - 2] = ++lastNestedUse; cell.setDepth(level);";
    private static final String DEPARTURE = "cell.depart(arrival, live.live());";
    private static final String SECOND_DEPARTURE =
            " if (isSlot && ReaderEpoch.isReading(cell.getEpoch())) {"
                    + " cell.depart(cell.getEpoch(), live.live()); }";

    // Departures that are not tied to an arrival.
    private static final Edit UNMATCHED_ARRIVAL =
            new Edit("ReaderEpoch", "(epoch + 1) | 1", "epoch + 1");
    private static final Edit UNMATCHED_DEPARTURE =
            new Edit("ReaderEpoch", "if (epoch != arrival || !isReading(arrival)) { return; }", "");
    private static final Edit UNMATCHED_EPOCH =
            new Edit(
                    "ReaderEpoch",
                    "EPOCH.setRelease(this, arrival + 1);",
                    "EPOCH.setRelease(this, epoch + 1);");
    private static final Edit UNMATCHED_SECTION =
            new Edit("Reader", "return cell.epoch == arrival && (", "return (");
    private static final String SCAN_OF_HANDLES =
            """
            for (int i = 0; i < known.length(); i++) {
                Registration<S> registration = known.get(i);
                if (registration != null) { action
            """;
    private static final String READ_EARLY =
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
                                    """;

    static final List<Mutation> ALL =
            List.of(
                    // Nesting
                    twin(
                                    "nested-toggles-parity",
                                    "a nested section advances the epoch, at both ends",
                                    "NestedSections",
                                    CHANGED_UNDER_SECTION,
                                    KEEPS_VERSION,
                                    new Edit(
                                            "Reader",
                                            NESTED_ENTRY,
                                            "nestedUses[level - 2] = ++lastNestedUse; cell.setDepth(level); cell.arrive();"),
                                    UNMATCHED_ARRIVAL,
                                    UNMATCHED_DEPARTURE,
                                    UNMATCHED_EPOCH,
                                    UNMATCHED_SECTION,
                                    new Edit(
                                            "Reader",
                                            "cell.setDepth(level - 1);",
                                            "cell.setDepth(level - 1); if (level > 1) { cell.arrive(); }"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": readNested | add 1, refresh, add 2")),
                    twin(
                                    "nested-loads-live",
                                    "a nested section takes the version that is live now",
                                    "NestedSections",
                                    "CHANGED",
                                    new Edit(
                                            "Reader",
                                            NESTED_ENTRY,
                                            "nestedUses[level - 2] = ++lastNestedUse; cell.setDepth(level);"
                                                    + " cell.hold(live.live());"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": readNested | add 1, refresh, add 2")),
                    twin(
                                    "nested-slot-not-found",
                                    "a nested section without a handle leases another slot",
                                    "NestedSections",
                                    "CHANGED",
                                    new Edit(
                                            "ReaderRegistry",
                                            "Reader<S> slotFor(Thread thread) {",
                                            "Reader<S> slotFor(Thread thread) { if (true) { return lend(thread); }"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": readNested | add 1, refresh, add 2")),

                    // Registry
                    twin(
                                    "registered-not-scanned",
                                    "the scan overlooks the first handle",
                                    "RegistrationRacingRefresh",
                                    CHANGED_UNDER_SECTION,
                                    new Edit(
                                            "ReaderRegistry",
                                            SCAN_OF_HANDLES,
                                            SCAN_OF_HANDLES.replace("int i = 0", "int i = 1")))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": readByHandle | add 1, refresh, add 2")),
                    twin(
                            "registry-read-before-barrier",
                            "the list of handles is read before the flip",
                            "RegistrationRacingRefresh",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "ReaderRegistry",
                                    SCAN_OF_HANDLES,
                                    "known = early;" + SCAN_OF_HANDLES),
                            new Edit("ReaderRegistry", "void forEachCell(", READ_EARLY),
                            new Edit(
                                    "Writer",
                                    "live.setLive(next);",
                                    "registry.readEarly();" + PAUSE + "live.setLive(next);")),
                    twin(
                                    "slots-not-scanned",
                                    "the scan overlooks the leased slots",
                                    "AtomicBatchOverBothCatalogMaps",
                                    CHANGED_UNDER_SECTION,
                                    new Edit("ReaderRegistry", "action.accept(slot.cell);", ""))
                            .and(lincheck("SectionOperations", ": read | add 1, refresh, add 2")),
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
                                                    + " EPOCH.setVolatile(this, idle + 1); return true;"))
                            .and(lincheck("SectionOperations", "add 1 : read, refresh | read")),
                    twin(
                            "slot-released-twice",
                            "a slot that is lent again by then is given back once more",
                            "LeasedSlots",
                            SHARED,
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "Reader",
                                    DEPARTURE,
                                    DEPARTURE
                                            + " for (int i = 0; i < 4; i++) { Thread.onSpinWait(); }"
                                            + SECOND_DEPARTURE)),
                    twin(
                                    "closed-again-ends-anothers",
                                    "a section that is closed again ends whatever section its slot has by then",
                                    "SectionsClosedAgain",
                                    SHARED,
                                    ONE_SLOT,
                                    ONE_SLOT_FIRST,
                                    UNMATCHED_DEPARTURE,
                                    UNMATCHED_EPOCH,
                                    UNMATCHED_SECTION)
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": readAndCloseAgain | add 1, refresh, add 2")),
                    checked(
                            "registry-read-early-unpaused",
                            "the list of handles is read before the flip",
                            "SectionOperations",
                            "add 1 : readByHandle | refresh",
                            new Edit(
                                    "ReaderRegistry",
                                    SCAN_OF_HANDLES,
                                    "known = early;" + SCAN_OF_HANDLES),
                            new Edit("ReaderRegistry", "void forEachCell(", READ_EARLY),
                            new Edit(
                                    "Writer",
                                    "live.setLive(next);",
                                    "registry.readEarly(); live.setLive(next);")),
                    checked(
                            "slot-released-twice-unpaused",
                            "a slot that is lent again by then is given back once more",
                            "SectionOperations",
                            "add 1 : read, refresh | read",
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit("Reader", DEPARTURE, DEPARTURE + SECOND_DEPARTURE)),
                    checked(
                            "forget-without-cas",
                            "a version that a reader has just stored in its cell may be wiped",
                            "SectionOperations",
                            "read : add 1, refresh | read",
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderEpoch",
                                    "VERSION.compareAndSet(this, held, null);",
                                    "VERSION.setVolatile(this, null);")),
                    checked(
                            "dead-owner-of-new-section",
                            "a slot that a living thread has just taken passes for its dead last owner's",
                            "StragglerOperations",
                            ": enter | add 1, refresh, add 2, refresh : look",
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderEpoch",
                                    "if ((long) LOADED_EPOCH.getAcquire(this) != reading) { return false; }",
                                    "")));

    private SlotMutations() {}
}
