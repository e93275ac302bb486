package org.leftright.stress.run;

import static org.leftright.stress.run.Twin.LOST;
import static org.leftright.stress.run.Twin.WRONG_READ;
import static org.leftright.stress.run.Twin.lincheck;
import static org.leftright.stress.run.Twin.twin;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/** Of lookups: the stamp, and when it is read and advanced. */
final class LookupMutations {
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

    static final List<Mutation> ALL =
            List.of(
                    twin(
                                    "lookup-unchecked",
                                    "the stamp is not compared after the reads (long keys)",
                                    "LookupRacingTableMoves",
                                    LOST,
                                    new Edit(
                                            "Version",
                                            "return side.getStampOpaque() == stamp;",
                                            "return true;"))
                            .and(
                                    lincheck(
                                            "LongMapOperations",
                                            ": get 1 | put 1 1, refresh, put 1 2")),
                    twin(
                                    "lookup-unchecked-objects",
                                    "the stamp is not compared after the reads (object keys)",
                                    "LookupRacingObjectTableMoves",
                                    LOST,
                                    new Edit(
                                            "Version",
                                            "return side.getStampOpaque() == stamp;",
                                            "return true;"))
                            .and(lincheck("MapOperations", ": get 1 | put 1 1, refresh, put 1 2")),
                    twin(
                                    "lookup-checked-before-reads",
                                    "the stamp is compared before the reads",
                                    "LookupRacingTwoRefreshes",
                                    WRONG_READ,
                                    new Edit("LeftRight", LONG_LOOKUP, LONG_LOOKUP_CHECKED_FIRST))
                            .and(lincheck("SectionOperations", ": lookup | add 1, refresh, add 2")),
                    twin(
                                    "stamp-not-advanced",
                                    "a replay does not advance the stamp",
                                    "LookupRacingReplay",
                                    WRONG_READ,
                                    new Edit("Writer", "side.advanceStamp();", ""))
                            .and(lincheck("SectionOperations", ": lookup | add 1, refresh, add 2")),
                    twin(
                                    "stamp-after-first-change",
                                    "the stamp is advanced after the replay",
                                    "LookupRacingReplay",
                                    WRONG_READ,
                                    new Edit("Writer", "side.advanceStamp();", ""),
                                    new Edit(
                                            "Writer",
                                            "oplog.replay(side.state);",
                                            "oplog.replay(side.state); side.advanceStamp();"))
                            .and(lincheck("SectionOperations", "add 1 : lookup | refresh")),
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
                                                    + " R result = op.apply(state); side.advanceStamp();"))
                            .and(lincheck("SectionOperations", ": lookup | add 1, refresh, add 2")),
                    twin(
                                    "discard-without-undo",
                                    "discarded ops stay on the hidden side",
                                    "LookupRacingDiscard",
                                    WRONG_READ,
                                    new Edit(
                                            "Writer",
                                            "!oplog.undo(side.state, leftRight.live().state)",
                                            "oplog.undo(side.state, leftRight.live().state)"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            "add 1, addAndFail, refresh : add 2, discard, add 3, refresh | lookup, batch 4 5")));

    private LookupMutations() {}
}
