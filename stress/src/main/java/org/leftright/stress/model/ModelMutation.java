// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

/** One thing taken away from the protocol. Each must lead to a wrong state in some model. */
enum ModelMutation {
    // Lookups
    LOOKUP_WITHOUT_ACQUIRE_FENCE(
            Model.LOOKUPS, "no acquire fence between a lookup's reads and its second load of live"),
    LOOKUP_CHECKED_BEFORE_READS(Model.LOOKUPS, "live is loaded again before the reads"),
    LOOKUP_UNCHECKED(Model.LOOKUPS, "live is not loaded again"),
    LOOKUP_COMPARES_SIDE(Model.LOOKUPS, "a lookup compares which side is live, not which version"),
    REPLAY_WITHOUT_RELEASE_FENCE(Model.LOOKUPS, "no release fence between the flip and the replay"),
    REPLAY_BEFORE_FLIP(Model.LOOKUPS, "the side that is live is changed before the flip"),

    // Keys
    NODE_KEY_NOT_FINAL(Model.NEW_KEYS, "a node is published without the freeze of its fields"),

    // The flip and sections
    ARRIVE_WITHOUT_BARRIER(Model.SECTIONS, "the odd epoch is stored by a release store"),
    HOLD_ACQUIRES_LIVE(Model.SECTIONS, "a section loads live by an acquire load"),
    FLIP_WITHOUT_BARRIER(Model.SECTIONS, "live is stored by a release store"),
    FLIP_WITHOUT_RELEASE(Model.LOOKUPS, "live is stored by an opaque store"),
    SCAN_ACQUIRES_EPOCH(Model.SECTIONS, "the scan loads the epochs by acquire loads"),
    LIVE_BEFORE_EPOCH(Model.SECTIONS, "live is loaded before the epoch is odd"),
    SCAN_BEFORE_FLIP(Model.SECTIONS, "the epochs are scanned before the new version is live"),
    PARITY_CONFUSED(Model.SECTIONS, "an odd epoch is taken for an idle one"),
    DEPART_WITHOUT_RELEASE(Model.SECTIONS, "the even epoch is stored by a plain store"),
    ARRIVE_ADDS_ONE(
            Model.CUT_SHORT, "an arrival makes the epoch even where a departure was cut short"),
    DEPARTS_EARLY(Model.SECTIONS, "the epoch is even before the reads of the section"),
    ONE_OF_TWO_WAITED_FOR(Model.TWO_READERS, "only one of the noted readers is waited for"),
    WAIT_SKIPPED_IN_WRITE(Model.SECTIONS, "a replay does not wait for the grace period"),
    REPLAY_FORGOTTEN(Model.SECTIONS, "what is owed is not replayed"),
    REPLAY_DONE_TWICE(Model.SECTIONS, "what is owed is replayed twice"),
    STALE_SIDE_LIVE(Model.SECTIONS, "a second refresh flips while the replay is owed"),
    DISCARD_WITHOUT_UNDO(Model.SECTIONS, "discarded ops stay on the hidden side"),
    SECTION_REUSES_VERSION(Model.SECTIONS, "a section sees what the last one of its handle saw"),

    // Which side a reader holds
    HOLD_WITHOUT_RELEASE(Model.SECTIONS, "the loaded epoch is stored by a plain store"),
    MAY_HOLD_WITHOUT_ACQUIRE(Model.SECTIONS, "the loaded epoch is loaded by an opaque load"),
    MAY_HOLD_WITHOUT_EPOCH(Model.SECTIONS, "a held version counts without regard to its epoch"),
    SILENT_READER_SKIPPED(
            Model.SECTIONS, "the scan passes over a reader that has not yet said what it loaded"),
    MAY_HOLD_TRUSTS_NONE(Model.SECTIONS, "a reader that holds no version is taken for departed"),

    // Stragglers
    STRAGGLER_OVERWRITTEN(
            Model.STRAGGLERS, "after the stall timeout the replay is done all the same"),
    CLONE_OF_THE_STALE_SIDE(
            Model.STAYING, "abandon clones the side that it abandons, not the live one"),
    STRAGGLER_SKIPPED(Model.STRAGGLERS, "an epoch that has timed out is not noted again"),
    ABANDONED_SIDE_USED_AGAIN(Model.STRAGGLERS, "an abandoned side is used for a later clone"),
    FORGET_SKIPPED(Model.SECTIONS, "an idle cell keeps a version whose side has changed"),
    FORGET_WITHOUT_EPOCH(Model.STRAGGLERS, "a reading cell is made to forget its version"),
    FORGET_WITHOUT_CAS(
            Model.SECTIONS, "a cell is made to forget whatever version it holds by then"),

    // Snapshots, registration, dropped handles
    PIN_ASKED_BEFORE_WAIT(Model.ALL_TOGETHER, "the pin is asked for at the flip, before the wait"),
    PIN_IGNORED(Model.SNAPSHOT, "a side with a snapshot is used again"),
    REGISTRY_READ_BEFORE_BARRIER(Model.REGISTRATION, "the registry is read before the flip"),
    REGISTRY_WITHOUT_BARRIER(Model.REGISTRATION, "the registry is read by acquire loads"),
    REGISTERED_NOT_SCANNED(Model.REGISTRATION, "the scan overlooks a handle"),
    DROPPED_AT_ONCE(
            Model.DROPPED_HANDLE, "an unreachable handle is removed while its epoch is odd"),

    // Slots
    SLOT_TAKEN_WITHOUT_CAS(Model.SLOTS, "two threads may take the same idle slot"),
    SLOT_RELEASED_TWICE(Model.SLOTS, "a slot is given back twice"),
    FIRST_SLOT_OWNER_NOT_CHECKED_AGAIN(
            Model.SLOTS, "the owner is not looked at again after its slot was taken"),
    STRANGERS_SLOT_KEEPS_ITS_NAME(
            Model.SLOTS, "a slot taken for nothing is given back in the name of another"),
    DEPTH_CLEARED_AFTER_DEPARTURE(Model.SLOTS, "a slot's depth is reset after it was given back"),
    SLOT_DEPTH_WITHOUT_RELEASE(Model.SLOTS, "the depth is stored by a plain store"),
    SLOT_DEPTH_WITHOUT_ACQUIRE(Model.SLOTS, "the depth is loaded by an opaque load"),
    CLOSED_AGAIN_ENDS_ANOTHERS(
            Model.SLOTS,
            "a section that is closed again ends whatever section its slot has by then"),
    DEPART_FOR_DEAD_KEEPS_DEPTH(
            Model.LEASED_SLOT, "the departure for a dead thread leaves the depth of its section"),
    LOOKUP_KEEPS_ITS_NAME(Model.SLOTS, "a slot lent beside a section keeps its owner"),
    VERSION_CLEARED_AFTER_DEPARTURE(
            Model.LEASED_SLOT, "a cell's version is cleared after it was given back"),
    OWNER_CLEARED_AFTER_DEPARTURE(Model.SLOTS, "a slot's owner is cleared after it was given back"),
    SEARCH_STOPS_AT_IDLE(
            Model.THREE_SLOTS, "a thread looks for its section up to the first idle slot only"),
    FALLBACK_LOADS_LIVE_BEFORE_SLOT(
            Model.LEASED_SLOT, "a lookup that falls back loads live before its slot has arrived"),
    DEAD_NOT_CHECKED_AGAIN(
            Model.LEASED_SLOT, "the epoch is not looked at again when its owner is found dead"),
    DEAD_WITHOUT_ACQUIRE(
            Model.LEASED_SLOT, "the epoch that a dead thread owned is loaded by an opaque load"),
    OWN_WITHOUT_RELEASE(
            Model.LEASED_SLOT, "the epoch that a slot's owner owns is stored by a plain store"),
    DEPART_FOR_DEAD_WITHOUT_RELEASE(
            Model.LEASED_SLOT, "the departure for a dead thread is a plain store"),
    FORGET_DEAD_OWNER_WITHOUT_CAS(Model.DEAD_OWNER, "a slot forgets whatever owner it has by then"),
    RETIRED_WITHOUT_BEING_TAKEN(
            Model.RETIRED_SLOT, "a slot that is idle is given back without being taken first"),
    DEAD_OWNER_OF_NEW_SECTION(
            Model.LEASED_SLOT, "a slot's last owner is taken for the one that reads"),

    // Progress
    WAIT_FOR_EVEN(Model.WAITING, "the wait is for an even epoch instead of a changed one"),
    WAIT_WITHOUT_END(Model.WAITING_FOR_ONE_THAT_STAYS, "the wait has no time limit");

    private final Model killer;
    private final String broken;

    ModelMutation(Model killer, String broken) {
        this.killer = killer;
        this.broken = broken;
    }

    /** The model in which it must show. */
    Model killer() {
        return killer;
    }

    String broken() {
        return broken;
    }
}
