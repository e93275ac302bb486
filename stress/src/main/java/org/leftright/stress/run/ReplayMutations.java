// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.leftright.stress.run.Twin.CHANGED_UNDER_SECTION;
import static org.leftright.stress.run.Twin.ENTRY_COUNT;
import static org.leftright.stress.run.Twin.PAUSE_AT_EVERY_FOURTH;
import static org.leftright.stress.run.Twin.REPLAY;
import static org.leftright.stress.run.Twin.checked;
import static org.leftright.stress.run.Twin.control;
import static org.leftright.stress.run.Twin.lincheck;
import static org.leftright.stress.run.Twin.twin;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/** Of the hidden side: replay, abandon, discard, snapshots. */
final class ReplayMutations {
    private static final Edit PAUSE_BEFORE_LIVE =
            new Edit(
                    "Reader",
                    "cell.hold(live.live());",
                    PAUSE_AT_EVERY_FOURTH + "cell.hold(live.live());");

    static final List<Mutation> ALL =
            List.of(
                    // Stragglers and snapshots
                    twin(
                                    "straggler-overwritten",
                                    "after the stall timeout the replay is done all the same",
                                    "AbandonRacingDeparture",
                                    CHANGED_UNDER_SECTION,
                                    new Edit(
                                            "Writer",
                                            "} else { abandon(); }",
                                            "} else { replay(); }"))
                            .and(
                                    lincheck(
                                            "StragglerOperations",
                                            ": enter, look | add 1, refresh, add 2")),
                    control(
                            "control-pause-before-live",
                            "AbandonRacingDeparture",
                            ENTRY_COUNT,
                            PAUSE_BEFORE_LIVE),
                    twin(
                            "straggler-skipped",
                            "an epoch that has timed out is not noted again",
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
                                    new Edit(
                                            "Writer",
                                            "if (requireHidden().isPinned()) {",
                                            "if (false) {"))
                            .and(lincheck("MapOperations", ": snapshot | batch 1 2, put 1 3")),
                    checked(
                            "straggler-skipped-unpaused",
                            "an epoch that has timed out is not noted again",
                            "StragglerOperations",
                            ": enter | add 1, refresh, add 2, refresh, add 3, refresh : look",
                            new Edit(
                                    "GracePeriod",
                                    "if (ReaderEpoch.isReading(",
                                    "if (cell.stalledEpoch != epoch && ReaderEpoch.isReading(")),
                    checked(
                            "abandoned-side-used-again",
                            "an abandoned side is brought up to date and written to again",
                            "StragglerOperations",
                            ": enter, look | add 1, refresh, add 2",
                            new Edit(
                                    "Writer",
                                    "giveUpHidden(RebuildReason.ABANDONED); Counters.add(counters.abandonCount",
                                    "Side<S> left = requireHidden(); oplog.redo(left.state); giveUpHidden(RebuildReason.ABANDONED); hidden = left; Counters.add(counters.abandonCount")),
                    checked(
                            "clone-of-the-stale-side",
                            "abandon clones the side that it gives up, not the live one",
                            "StragglerOperations",
                            ": enter, look | add 1, refresh, add 2",
                            new Edit(
                                    "Writer",
                                    "giveUpHidden(RebuildReason.ABANDONED); Counters.add(counters.abandonCount",
                                    "Side<S> left = requireHidden(); giveUpHidden(RebuildReason.ABANDONED); hidden = new Side<>(copier.apply(left.state)); Counters.add(counters.abandonCount")),

                    // A batch on top of pending ops
                    checked(
                            "savepoint-forgets-an-index",
                            "an index that was touched before a failed batch is not restored",
                            "MapOperations",
                            "put 1 3 : get 1, get 2 | batchAndFail 1 2, refresh",
                            new Edit("ObjectTable", "table.buckets[log.get(k)] = saved[k];", ";")),
                    checked(
                            "long-savepoint-forgets-an-index",
                            "an index that was touched before a failed batch is not restored",
                            "LongMapOperations",
                            "put 1 3 : get 1, get 2 | batchAndFail 1 2, refresh",
                            new Edit(
                                    "LongTableFields",
                                    "table.keys[log.get(k)] = savedKeys[k];",
                                    ";")),
                    checked(
                            "failed-batch-discards-all",
                            "a failed batch takes back the ops that were pending before it, too",
                            "SectionOperations",
                            "add 1 : lookup | batchAndFail 2, refresh",
                            new Edit("Writer", "rollBack(savepoint);", "discardPending();")),
                    checked(
                            "failed-batch-taken-for-ops-before",
                            "what a failed batch wrote stays pending, with the ops before it",
                            "SectionOperations",
                            "add 1 : lookup | batchAndFail 2, refresh",
                            new Edit("Writer", "rollBack(savepoint);", ";")),

                    // Replay and recovery
                    checked(
                            "replay-forgotten",
                            "the refreshed ops are not repeated on the other side",
                            "SectionOperations",
                            ": read | add 1, refresh, add 2",
                            new Edit("Writer", REPLAY, "")),
                    checked(
                            "replay-done-twice",
                            "the refreshed ops are repeated twice on the other side",
                            "SectionOperations",
                            ": read | add 1, refresh, add 2",
                            new Edit("Writer", REPLAY, REPLAY + REPLAY)),
                    checked(
                            "oplog-not-cleared",
                            "the ops stay in the oplog after their replay",
                            "SectionOperations",
                            ": read | add 1, refresh, refresh, lookup",
                            new Edit(
                                    "Writer",
                                    "oplog.clear(); removeDropped();",
                                    "removeDropped();")),
                    checked(
                            "clone-without-pending-ops",
                            "a clone is made without the ops that are pending",
                            "SectionOperations",
                            "add 1, addAndFail, refresh : add 2, discard, add 3, refresh | lookup, batch 4 5",
                            new Edit("Writer", "oplog.redo(state);", "")),
                    checked(
                            "discard-keeps-the-oplog",
                            "discarded ops stay in the oplog",
                            "SectionOperations",
                            "add 1, addAndFail, refresh : add 2, discard, add 3, refresh | lookup, batch 4 5",
                            new Edit(
                                    "Writer",
                                    "dropHidden(RebuildReason.DISCARD); } finally { guard.inUserCode = nested; } oplog.clear();",
                                    "dropHidden(RebuildReason.DISCARD); } finally { guard.inUserCode = nested; }")));

    private ReplayMutations() {}
}
