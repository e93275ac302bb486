// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.leftright.stress.litmus.Site.ARRIVE;
import static org.leftright.stress.litmus.Site.DEPART;
import static org.leftright.stress.litmus.Site.DEPART_DEAD;
import static org.leftright.stress.litmus.Site.DEPTH_LOAD;
import static org.leftright.stress.litmus.Site.DEPTH_STORE;
import static org.leftright.stress.litmus.Site.FLIP_FENCE;
import static org.leftright.stress.litmus.Site.FORGET_OWNER;
import static org.leftright.stress.litmus.Site.FORGET_VERSION;
import static org.leftright.stress.litmus.Site.GROWN_HANDLES_LOAD;
import static org.leftright.stress.litmus.Site.GROWN_HANDLES_STORE;
import static org.leftright.stress.litmus.Site.HANDLES_LOAD;
import static org.leftright.stress.litmus.Site.HANDLES_STORE;
import static org.leftright.stress.litmus.Site.HOLD;
import static org.leftright.stress.litmus.Site.HOLD_LIVE;
import static org.leftright.stress.litmus.Site.IS_DEAD;
import static org.leftright.stress.litmus.Site.IS_PINNED;
import static org.leftright.stress.litmus.Site.LIVE_STORE;
import static org.leftright.stress.litmus.Site.LOOKUP_CHECK;
import static org.leftright.stress.litmus.Site.LOOKUP_FENCE;
import static org.leftright.stress.litmus.Site.LOOKUP_LIVE;
import static org.leftright.stress.litmus.Site.MAY_HOLD;
import static org.leftright.stress.litmus.Site.PIN;
import static org.leftright.stress.litmus.Site.REPLAY_FENCE;
import static org.leftright.stress.litmus.Site.SCAN;
import static org.leftright.stress.litmus.Site.SEGMENTS_LOAD;
import static org.leftright.stress.litmus.Site.SEGMENTS_STORE;
import static org.leftright.stress.litmus.Site.TRY_ARRIVE;
import static org.leftright.stress.litmus.Site.TRY_ARRIVE_LOAD;
import static org.leftright.stress.litmus.Step.at;
import static org.leftright.stress.litmus.Step.load;
import static org.leftright.stress.litmus.Step.loadVolatile;
import static org.leftright.stress.litmus.Step.store;
import static org.leftright.stress.litmus.Step.storeVolatile;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The protocol's litmus tests: what a few threads do, in the order of the source, and see, which
 * together must not be. A branch is not modelled: each thread is on the path on which the outcome
 * lies, with the values that lead there.
 *
 * <p>Locations: {@code live}, where 0 is the version that is live at first, on the side that the
 * writer then changes; {@code data}, something on that side; {@code epoch}, {@code loaded}, {@code
 * version}, {@code owner}, {@code depth} of a cell.
 */
@SuppressWarnings("ImmutableEnumChecker") // lists of records are
enum Shape {
    // ---------------------------------------------------------------- lookups
    LOOKUP_RACES_REPLAY(
            "L1: a lookup saw a change to its side, and no end of its version",
            List.of(at(LIVE_STORE, "live", 1), at(FLIP_FENCE), at(REPLAY_FENCE), store("data", 1)),
            lookup(0, load("data", 1), 0)),

    LOOKUP_RACES_REPLAY_OF_ANOTHER_WRITER(
            "L1: the same, but the thread that replays is not the one that flipped",
            List.of(at(LIVE_STORE, "live", 1), at(FLIP_FENCE), storeVolatile("lock", 1)),
            List.of(loadVolatile("lock", 1), at(REPLAY_FENCE), store("data", 1)),
            lookup(0, load("data", 1), 0)),

    LOOKUP_SLEEPS_OVER_TWO_FLIPS(
            "L1: a lookup saw an old and a new number of its side, which is live again",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(REPLAY_FENCE),
                    store("data", 1),
                    store("more", 1),
                    at(LIVE_STORE, "live", 2)),
            List.of(
                    at(LOOKUP_LIVE, "live", 0),
                    load("data", 0),
                    load("more", 1),
                    at(LOOKUP_FENCE),
                    at(LOOKUP_CHECK, "live", 0))),

    LOOKUP_MISSES_BATCH(
            "L1: a lookup found a version live and did not see all that was written before",
            List.of(store("data", 1), at(LIVE_STORE, "live", 1)),
            lookup(1, load("data", 0), 1)),

    LOOKUP_AFTER_REFRESH(
            "L3: a lookup of the old version began after refresh(), in the order of volatiles",
            List.of(at(LIVE_STORE, "live", 1), at(FLIP_FENCE), loadVolatile("begun", 0)),
            List.of(storeVolatile("begun", 1), at(LOOKUP_LIVE, "live", 0))),

    LOOKUPS_GO_BACKWARDS(
            "L2: a thread looked up in a version, and then in the one before",
            List.of(at(LIVE_STORE, "live", 1)),
            List.of(at(LOOKUP_LIVE, "live", 1), load("data", 0), at(LOOKUP_LIVE, "live", 0))),

    // ---------------------------------------------------------------- sections and the flip
    SECTION_RACES_FLIP(
            "L1: a section of the old version, whose side was changed, was not seen by the scan",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 0),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(at(ARRIVE, "epoch", 1), at(HOLD_LIVE, "live", 0), load("data", 1))),

    SECTION_IN_SLOT_RACES_FLIP(
            "L1: the same in a slot",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 0),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(TRY_ARRIVE_LOAD, "epoch", 0),
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1))),

    REGISTRATION_RACES_FLIP(
            "L3: a handle's first section holds the old version, and its cell was not found",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(HANDLES_LOAD, "handle", 0),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(HANDLES_STORE, "handle", 1),
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1))),

    GROWTH_RACES_FLIP(
            "L3: the same, for a cell in a grown array of handles",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(GROWN_HANDLES_LOAD, "handles", 0),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(GROWN_HANDLES_STORE, "handles", 1),
                    at(HANDLES_STORE, "handle", 1),
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1))),

    NEW_SLOTS_RACE_FLIP(
            "L3: the same, for a slot of an appended segment",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SEGMENTS_LOAD, "segments", 0),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(SEGMENTS_STORE, "segments", 1),
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1))),

    HANDLE_HALF_MADE(
            "L3: the scan found a handle and not what was stored in it before",
            List.of(store("cell", 1), at(HANDLES_STORE, "handle", 1)),
            List.of(at(HANDLES_LOAD, "handle", 1), load("cell", 0))),

    HANDLES_HALF_GROWN(
            "L3: the scan found a grown array and not what was copied into it before",
            List.of(store("copied", 1), at(GROWN_HANDLES_STORE, "handles", 1)),
            List.of(at(GROWN_HANDLES_LOAD, "handles", 1), load("copied", 0))),

    SLOTS_HALF_MADE(
            "L3: the scan found a segment and not the slots in it",
            List.of(store("slot", 1), at(SEGMENTS_STORE, "segments", 1)),
            List.of(at(SEGMENTS_LOAD, "segments", 1), load("slot", 0))),

    SECTION_MISSES_BATCH(
            "L2: a section holds a version and does not see all that was written before",
            List.of(store("data", 1), at(LIVE_STORE, "live", 1)),
            List.of(at(ARRIVE, "epoch", 1), at(HOLD_LIVE, "live", 1), load("data", 0))),

    // ---------------------------------------------------------------- departures
    DEPARTURE_RACES_REPLAY(
            "L1: a section saw a change that the writer made after its departure",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 2),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1),
                    at(DEPART, "epoch", 2))),

    SLOT_LENT_ON_RACES_REPLAY(
            "L1: the same, but the writer saw the epoch of the slot's next section",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 3),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1),
                    at(DEPART, "epoch", 2)),
            List.of(at(TRY_ARRIVE, "epoch", 2, 3))),

    PIN_MISSED(
            "L1: a section took a snapshot and departed, and the writer saw no pin",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 2),
                    at(IS_PINNED, "pinned", 0)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    at(PIN, "pinned", 1),
                    at(DEPART, "epoch", 2))),

    // ---------------------------------------------------------------- hold and mayHold
    HELD_VERSION_STALE(
            "L4: the writer took the version of an earlier section for what this one holds",
            List.of(
                    at(SCAN, "epoch", 1),
                    at(MAY_HOLD, "loaded", 1),
                    load("version", 0),
                    at(SCAN, "epoch", 1)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    store("version", 1),
                    at(HOLD, "loaded", 1))),

    HELD_VERSION_NEWER(
            "L4: the writer saw the version of the next section, waited not, and changed the side",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 1),
                    at(MAY_HOLD, "loaded", 1),
                    load("version", 2),
                    at(SCAN, "epoch", 1),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    store("version", 1),
                    at(HOLD, "loaded", 1),
                    load("data", 1),
                    at(DEPART, "epoch", 2),
                    at(ARRIVE, "epoch", 3),
                    at(HOLD_LIVE, "live", 1),
                    store("version", 2))),

    // ---------------------------------------------------------------- slots
    SLOT_TAKEN_TWICE(
            "L7: two threads hold a slot",
            List.of(at(TRY_ARRIVE_LOAD, "epoch", 0), at(TRY_ARRIVE, "epoch", 0, 1)),
            List.of(at(TRY_ARRIVE_LOAD, "epoch", 0), at(TRY_ARRIVE, "epoch", 0, 1))),

    SLOT_NOT_EMPTY(
            "L7: a slot's holder saw in it the section of the last one",
            List.of(
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    at(DEPTH_STORE, "depth", 1),
                    at(DEPTH_STORE, "depth", 0),
                    at(DEPART, "epoch", 2)),
            List.of(at(TRY_ARRIVE, "epoch", 2, 3), load("depth", 1))),

    SLOT_OWNER_STALE(
            "L7: a slot's holder did not see that it had been lent to another meanwhile",
            List.of(at(TRY_ARRIVE, "epoch", 0, 1), store("owner", 1), at(DEPART, "epoch", 2)),
            List.of(load("owner", 0), at(TRY_ARRIVE, "epoch", 2, 3), load("owner", 0))),

    SECTION_OF_ANOTHER_FOUND(
            "L7: a thread took a section of a slot's next holder for its own",
            List.of(
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    store("owner", 1),
                    at(DEPART, "epoch", 2),
                    at(DEPTH_LOAD, "depth", 1),
                    load("owner", 1)),
            List.of(
                    at(TRY_ARRIVE, "epoch", 2, 3),
                    store("owner", 2),
                    at(HOLD_LIVE, "live", 0),
                    at(DEPTH_STORE, "depth", 1))),

    // ---------------------------------------------------------------- the dead
    ALIVE_TAKEN_FOR_DEAD(
            "L7: the writer departed for a slot's last owner, who is dead, while another reads",
            List.of(
                    at(SCAN, "epoch", 1),
                    at(IS_DEAD, "loaded", 1),
                    load("owner", 0),
                    at(SCAN, "epoch", 1)),
            List.of(
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    store("owner", 1),
                    at(HOLD_LIVE, "live", 0),
                    at(HOLD, "loaded", 1))),

    SLOT_OF_DEAD_NOT_EMPTY(
            "L7: a slot's holder saw in it the section of a thread that had died",
            List.of(
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    at(DEPTH_STORE, "depth", 1),
                    storeVolatile("dead", 1)),
            List.of(loadVolatile("dead", 1), store("depth", 0), at(DEPART_DEAD, "epoch", 2)),
            List.of(at(TRY_ARRIVE, "epoch", 2, 3), load("depth", 1))),

    DEAD_SEES_REPLAY(
            "L1: a section saw a change that the writer made after its thread had died",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 1),
                    loadVolatile("dead", 1),
                    at(DEPART_DEAD, "epoch", 2),
                    at(SCAN, "epoch", 2),
                    at(REPLAY_FENCE),
                    store("data", 1)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    load("data", 1),
                    storeVolatile("dead", 1))),

    OWNER_FORGOTTEN(
            "L7: the writer let a slot forget an owner who is alive",
            List.of(
                    at(TRY_ARRIVE, "epoch", 0, 1),
                    store("owner", 1),
                    at(DEPART, "epoch", 2),
                    storeVolatile("dead", 1)),
            List.of(at(TRY_ARRIVE, "epoch", 2, 3), store("owner", 2), load("owner", 9)),
            List.of(
                    load("owner", 1),
                    loadVolatile("dead", 1),
                    at(SCAN, "epoch", 2),
                    at(FORGET_OWNER, "owner", 1, 9))),

    // ---------------------------------------------------------------- idle cells, abandon
    HELD_VERSION_FORGOTTEN(
            "L2: a section that found its version in the cell already lost it",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    load("version", 0),
                    at(SCAN, "epoch", 0),
                    at(FORGET_VERSION, "version", 0, 9)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 0),
                    load("version", 0),
                    load("version", 9))),

    NEW_VERSION_FORGOTTEN(
            "L2: a section that stored a newer version in its cell lost it",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    load("version", 0),
                    at(SCAN, "epoch", 0),
                    at(FORGET_VERSION, "version", 0, 9)),
            List.of(
                    at(ARRIVE, "epoch", 1),
                    at(HOLD_LIVE, "live", 1),
                    store("version", 1),
                    load("version", 9))),

    STRAGGLER_MISSES_CLONE(
            "L4: a straggler between its epoch and its load of live got a clone that is half made",
            List.of(
                    at(LIVE_STORE, "live", 1),
                    at(FLIP_FENCE),
                    at(SCAN, "epoch", 1),
                    at(MAY_HOLD, "loaded", 0),
                    store("clone", 1),
                    at(LIVE_STORE, "live", 2)),
            List.of(at(ARRIVE, "epoch", 1), at(HOLD_LIVE, "live", 2), load("clone", 0)));

    private final String wrong;
    private final List<List<Step>> threads;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Shape(String wrong, List<Step>... threads) {
        this.wrong = wrong;
        this.threads = List.of(threads);
    }

    private static List<Step> lookup(int version, Step read, int versionAfter) {
        return List.of(
                at(LOOKUP_LIVE, "live", version),
                read,
                at(LOOKUP_FENCE),
                at(LOOKUP_CHECK, "live", versionAfter));
    }

    /** The invariant that the outcome breaks, and how. */
    String wrong() {
        return wrong;
    }

    List<List<Step>> threads() {
        return threads;
    }

    Set<Site> sites() {
        Set<Site> sites = EnumSet.noneOf(Site.class);
        for (List<Step> thread : threads) {
            for (Step step : thread) {
                if (step.site() != null) {
                    sites.add(step.site());
                }
            }
        }
        return sites;
    }

    /** In Java's access modes, with something taken away. */
    Litmus java(Weakening weakening) {
        return Litmus.of(threads.stream().map(weakening::applyTo).toList());
    }

    /** In AArch64's instructions, with something taken away. */
    Litmus aarch64(Weakening weakening, HotSpot... jvms) {
        List<List<Instruction>> java = java(weakening).threads();
        return Litmus.of(
                java.stream().map(thread -> jvms[java.indexOf(thread)].compile(thread)).toList());
    }
}
