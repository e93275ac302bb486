// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.leftright.stress.run.Twin.CHANGED_UNDER_SECTION;
import static org.leftright.stress.run.Twin.OLD;
import static org.leftright.stress.run.Twin.ONE_SLOT;
import static org.leftright.stress.run.Twin.ONE_SLOT_FIRST;
import static org.leftright.stress.run.Twin.PAUSE;
import static org.leftright.stress.run.Twin.SHARED;
import static org.leftright.stress.run.Twin.control;
import static org.leftright.stress.run.Twin.twin;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/** Of slots that are lent to one thread after another, and of lookups that fall back to one. */
final class LendingMutations {
    /** A window that two threads can meet in, at a place that both pass all the time. */
    private static final String SHORT_PAUSE =
            " for (int spin = 0; spin < 8; spin++) { Thread.onSpinWait(); } ";

    /** As long as it takes another thread to find the slot idle and to look at its depth. */
    private static final String LONGER_PAUSE =
            " for (int spin = 0; spin < 100; spin++) { Thread.onSpinWait(); } ";

    private static final String SLOT_TAKEN =
            "return !isReading(idle) && EPOCH.compareAndSet(this, idle, idle + 1);";
    private static final String SECTION_OF = "return getDepthAcquire() > 0 && owner == thread;";
    private static final String LAST_LEVEL_LEFT =
            "cell.setDepth(level - 1); if (level == 1) { depart(arrival); }";
    private static final String FIRST_SLOT_TAKEN =
            """
            if (cell.owner == thread && cell.tryArrive()) {
                if (cell.owner == thread) {
                    return first;
                }
                cell.owner = null;
                first.depart(cell.epoch);
            }
            """;
    private static final String LONG_AGAIN =
            "final <R> @Nullable R lookupAgain(long key, LongLookup<? super S, ? extends R> lookup) { ";
    private static final String LONG_FALLBACK =
            LONG_AGAIN
                    + """
            lookupFallbacks.increment();
            Reader<S> slot = lendForLookup();
            try {
                return lookup.get(live.state, key);
            } finally {
                slot.endLookup();
            }
            """;

    /**
     * A thread looks at an array of segments for long, of which the last is given back meanwhile.
     */
    private static final Edit PAUSE_BEFORE_LENDING =
            new Edit(
                    "ReaderRegistry",
                    "for (int pass = 0; pass < 3; pass++) {",
                    PAUSE + "for (int pass = 0; pass < 3; pass++) {");

    static final List<Mutation> ALL =
            List.of(
                    // Slots at their full number, handed over from thread to thread (L7)
                    twin(
                            "owner-before-arrival",
                            "a thread names itself the owner of a slot before it has taken it",
                            "SlotsHandedOver",
                            SHARED,
                            new Edit(
                                    "ReaderRegistry",
                                    """
                                    if (wanted && slot.cell.tryArrive()) {
                                        slot.cell.owner = thread;
                                        return slot;
                                    }
                                    """,
                                    "if (wanted) { slot.cell.owner = thread; "
                                            + SHORT_PAUSE
                                            + "if (slot.cell.tryArrive()) { return slot; } }")),
                    control(
                            "control-pause-in-slot-taken",
                            "SlotsHandedOver",
                            new Edit(
                                    "ReaderEpoch",
                                    SLOT_TAKEN,
                                    "if (isReading(idle)) { return false; } "
                                            + SHORT_PAUSE
                                            + "return EPOCH.compareAndSet(this, idle, idle + 1);")),
                    twin(
                            "slot-taken-without-cas-at-full-size",
                            "two threads may take the same idle slot of many",
                            "SlotsHandedOver",
                            SHARED,
                            new Edit(
                                    "ReaderEpoch",
                                    SLOT_TAKEN,
                                    "if (isReading(idle)) { return false; } "
                                            + SHORT_PAUSE
                                            + "EPOCH.setVolatile(this, idle + 1); return true;")),
                    control(
                            "control-pause-before-depth",
                            "SlotsHandedOver",
                            new Edit(
                                    "ReaderEpoch",
                                    SECTION_OF,
                                    "boolean has = getDepthAcquire() > 0; "
                                            + SHORT_PAUSE
                                            + "return has && owner == thread;")),
                    twin(
                            "owner-read-before-depth",
                            "a thread asks whose a slot is before it asks for a section in it",
                            "SlotsHandedOver",
                            SHARED,
                            new Edit(
                                    "ReaderEpoch",
                                    SECTION_OF,
                                    "boolean own = owner == thread; "
                                            + SHORT_PAUSE
                                            + "return own && getDepthAcquire() > 0;")),
                    control(
                            "control-pause-before-departure",
                            "SlotsHandedOver",
                            new Edit(
                                    "Reader",
                                    LAST_LEVEL_LEFT,
                                    "cell.setDepth(level - 1); "
                                            + LONGER_PAUSE
                                            + "if (level == 1) { depart(arrival); }")),
                    twin(
                            "depth-cleared-after-departure",
                            "a slot is given back before its section is taken off it",
                            "SlotsHandedOver",
                            SHARED,
                            new Edit(
                                    "Reader",
                                    LAST_LEVEL_LEFT,
                                    "if (level == 1) { depart(arrival); } "
                                            + LONGER_PAUSE
                                            + "cell.setDepth(level - 1);")),
                    twin(
                            "grown-slots-not-scanned",
                            "the scan overlooks the slots of appended segments",
                            "LeasedSlots",
                            SHARED,
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderRegistry",
                                    """
                                    for (Reader<S>[] segment : segments) {
                                        for (Reader<S> slot : segment) { action
                                    """,
                                    """
                                    for (Reader<S>[] segment : Arrays.stream(segments).limit(1).toList()) {
                                        for (Reader<S> slot : segment) { action\
                                    """)),
                    control(
                            "control-pause-before-lending",
                            "LeasedSlots",
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            PAUSE_BEFORE_LENDING),
                    twin(
                            "retired-without-being-taken",
                            "a slot that is idle is given back without being taken first",
                            "LeasedSlots",
                            SHARED,
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            PAUSE_BEFORE_LENDING,
                            new Edit(
                                    "ReaderRegistry",
                                    "if (!segment[i].cell.tryArrive()) {",
                                    "if (ReaderEpoch.isReading(segment[i].cell.getEpoch())) {")),
                    twin(
                            "grown-slots-not-searched",
                            "a thread does not look for its section in appended segments",
                            "SlotsHandedOver",
                            SHARED,
                            new Edit(
                                    "ReaderRegistry",
                                    """
                                    for (Reader<S>[] segment : segments) {
                                        for (int i = 0; i < WINDOW; i++) {
                                            Reader<S> slot = slot(segment, thread, i);
                                            if (slot.cell.isSectionOf(thread))
                                    """,
                                    """
                                    for (Reader<S>[] segment : Arrays.stream(segments).limit(1).toList()) {
                                        for (int i = 0; i < WINDOW; i++) {
                                            Reader<S> slot = slot(segment, thread, i);
                                            if (slot.cell.isSectionOf(thread))
                                    """)),
                    control(
                            "control-pause-at-first-slot",
                            "NestedSectionBesideNeighbours",
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderRegistry",
                                    FIRST_SLOT_TAKEN,
                                    "if (cell.owner == thread) {"
                                            + SHORT_PAUSE
                                            + "if (cell.tryArrive()) { if (cell.owner == thread) { return first; }"
                                            + " cell.owner = null; first.depart(cell.epoch); } }")),
                    control(
                            "control-long-pause-at-first-slot",
                            "LeasedSlots",
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderRegistry",
                                    FIRST_SLOT_TAKEN,
                                    "if (cell.owner == thread) {"
                                            + PAUSE
                                            + "if (cell.tryArrive()) { if (cell.owner == thread) { return first; }"
                                            + PAUSE
                                            + " cell.owner = null; first.depart(cell.epoch); } }")),
                    twin(
                            "strangers-slot-keeps-its-name",
                            "a first slot taken for nothing is given back with the name of another",
                            "LeasedSlots",
                            SHARED,
                            ONE_SLOT,
                            ONE_SLOT_FIRST,
                            new Edit(
                                    "ReaderRegistry",
                                    FIRST_SLOT_TAKEN,
                                    "if (cell.owner == thread) {"
                                            + PAUSE
                                            + "if (cell.tryArrive()) { if (cell.owner == thread) { return first; }"
                                            + PAUSE
                                            + " first.depart(cell.epoch); } }")),
                    twin(
                            "first-slot-owner-not-checked-again",
                            "a thread takes its first slot though it was lent to another meanwhile",
                            "NestedSectionBesideNeighbours",
                            SHARED,
                            new Edit(
                                    "ReaderRegistry",
                                    FIRST_SLOT_TAKEN,
                                    "if (cell.owner == thread) {"
                                            + SHORT_PAUSE
                                            + "if (cell.tryArrive()) { return first; } }")),
                    twin(
                            "lookup-keeps-its-name",
                            "a slot lent beside a section keeps its owner",
                            "NestedSectionBesideNeighbours",
                            SHARED,
                            new Edit(
                                    "Reader",
                                    "if (isOverflow || forgetsOwner) {",
                                    "if (isOverflow) {")),
                    twin(
                            "search-stops-at-idle",
                            "a thread looks for its section up to the first idle slot only",
                            "NestedSectionBesideNeighbours",
                            SHARED,
                            new Edit(
                                    "ReaderRegistry",
                                    "if (slot.cell.isSectionOf(thread)) { return slot; }",
                                    "if (slot.cell.isSectionOf(thread)) { return slot; }"
                                            + " if (!ReaderEpoch.isReading(slot.cell.getEpoch())) { return null; }")),

                    // Lookups that fall back inside a section
                    twin(
                            "fallback-takes-sections-slot",
                            "a lookup that falls back uses, and gives back, the slot of its section",
                            "LookupFallsBackInSection",
                            "TORN|CHANGED|NEWER|REFUSED",
                            new Edit(
                                    "AbstractLeftRight",
                                    "Reader<S> slot = found.cell.depth == 0 ? found : registry.lendBesides(thread);",
                                    "Reader<S> slot = found;")),
                    twin(
                            "fallback-without-slot",
                            "a lookup that falls back reads without a slot",
                            "LookupFallsBackInSection",
                            CHANGED_UNDER_SECTION,
                            new Edit(
                                    "AbstractLeftRight",
                                    LONG_FALLBACK,
                                    LONG_AGAIN
                                            + "lookupFallbacks.increment(); return lookup.get(live.state, key);")),
                    twin(
                            "fallback-reads-sections-version",
                            "a lookup that falls back reads what the section of its thread sees",
                            "LookupFallsBackInSection",
                            OLD,
                            new Edit(
                                    "AbstractLeftRight",
                                    LONG_FALLBACK,
                                    LONG_AGAIN
                                            + """
                                    lookupFallbacks.increment();
                                    Section<S> section = enterForRead();
                                    try {
                                        return lookup.get(section.state(), key);
                                    } finally {
                                        section.end();
                                    }
                                    """)));

    private LendingMutations() {}
}
