// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.leftright.stress.run.Twin.LOST;
import static org.leftright.stress.run.Twin.PAUSE;
import static org.leftright.stress.run.Twin.REPLAY;
import static org.leftright.stress.run.Twin.WRONG_READ;
import static org.leftright.stress.run.Twin.checked;
import static org.leftright.stress.run.Twin.control;
import static org.leftright.stress.run.Twin.lincheck;
import static org.leftright.stress.run.Twin.twin;

import java.util.List;
import org.leftright.stress.run.Mutation.Edit;

/** Of lookups: the second load of live, and what comes between it and a change. */
final class LookupMutations {
    private static final String LONG_LOOKUP =
            """
            <R> @Nullable R lookup(long key, LongLookup<? super S, ? extends R> lookup) {
                Version<S> version = live;
                try {
                    R value = lookup.get(version.state, key);
                    if (isLive(version)) { return value; }
                }
            """;
    private static final String LONG_LOOKUP_CHECKED_FIRST =
            """
            <R> @Nullable R lookup(long key, LongLookup<? super S, ? extends R> lookup) {
                Version<S> version = live;
                try {
                    if (isLive(version)) { return lookup.get(version.state, key); }
                }
            """;

    private static final String PAIR_READ_AND_CHECKED =
            """
            int value = lookup.get(version.state, first, second);
            if (isLive(version)) { return value; }
            """;

    private static final String OBJECT_FIND =
            "Node<K, V> node = ObjectTable.find(version.buckets, key, hash);";
    private static final String OBJECT_GET =
            OBJECT_FIND + " if (isLive(version)) { return node != null ? node.value : null; }";

    /** The window between the load of the version and that of the bucket, stretched. */
    private static final Edit SLOW_FIND =
            new Edit("LeftRightMap", OBJECT_FIND, PAUSE + OBJECT_FIND);

    private static final String LIVE_AGAIN = "return liveAfterReads() == version;";

    private static final String OF_GROUP =
            "return group().versionAfterReads().ofMembers[index] == version;";

    /** The window in which some members know of a flip and others do not, stretched. */
    private static final Edit SLOW_TO_TELL =
            new Edit(
                    "LeftRightGroup",
                    "members[k].setLive(versions[k]);",
                    "members[k].setLive(versions[k]); " + PAUSE);

    static final List<Mutation> ALL =
            List.of(
                    twin(
                                    "lookup-unchecked",
                                    "live is not compared after the reads (long keys)",
                                    "LookupRacingTableMoves",
                                    LOST,
                                    new Edit("Live", LIVE_AGAIN, "return true;"))
                            .and(
                                    lincheck(
                                            "LongMapOperations",
                                            ": get 1 | put 1 1, refresh, put 1 2")),
                    twin(
                                    "lookup-unchecked-objects",
                                    "live is not compared after the reads (object keys)",
                                    "LookupRacingObjectTableMoves",
                                    LOST,
                                    SLOW_FIND,
                                    new Edit("Live", LIVE_AGAIN, "return true;"))
                            .and(lincheck("MapOperations", ": get 1 | put 1 1, refresh, put 1 2")),
                    control("control-pause-before-find", "LookupRacingObjectTableMoves", SLOW_FIND),
                    twin(
                                    "lookup-checked-before-reads",
                                    "live is compared before the reads",
                                    "LookupRacingTwoRefreshes",
                                    WRONG_READ,
                                    new Edit("LeftRight", LONG_LOOKUP, LONG_LOOKUP_CHECKED_FIRST))
                            .and(lincheck("SectionOperations", ": lookup | add 1, refresh, add 2")),
                    twin(
                            "get-checked-before-reads",
                            "live is compared before the reads, in get of the map with object keys",
                            "LookupRacingObjectTableMoves",
                            LOST,
                            new Edit(
                                    "LeftRightMap",
                                    OBJECT_GET,
                                    "if (isLive(version)) { "
                                            + PAUSE
                                            + OBJECT_FIND
                                            + " return node != null ? node.value : null; }")),
                    checked(
                            "chain-changed-in-place",
                            "a put changes the node that both sides share",
                            "MapOperations",
                            ": get 1 | put 1 1, refresh, put 1 2",
                            new Edit("Node", "final V value;", "V value;"),
                            new Edit(
                                    "ObjectTable",
                                    "replace(old, new Node<>(hash, old.key, value, null)); }"
                                            + " return old.value;",
                                    "V was = old.value; log.countOps(1); old.value = value;"
                                            + " return was; } return old.value;")),
                    checked(
                            "index-not-logged",
                            "an op of a map does not log the index that it touches",
                            "MapOperations",
                            ": get 1 | put 1 1, refresh, put 2 2, refresh",
                            new Edit(
                                    "ObjectTable",
                                    "log.touchByOp(i, buckets.length);",
                                    "log.countOps(1);")),
                    checked(
                            "index-not-copied",
                            "the last index that a batch touched is not copied to the other side",
                            "MapOperations",
                            ": get 1 | put 1 1, refresh, put 2 2, refresh",
                            new Edit(
                                    "ObjectTable",
                                    "for (int k = 0; k < log.size(); k++) {",
                                    "for (int k = 1; k < log.size(); k++) {")),
                    checked(
                            "long-index-not-logged",
                            "an op of a map with long keys does not log the indexes that it"
                                    + " touches",
                            "LongMapOperations",
                            ": get 1 | put 1 1, refresh, put 2 2, refresh",
                            new Edit("LongTableFields", "log.touch(i, keys.length);", "")),
                    checked(
                            "long-index-not-copied",
                            "of a touched index only the key is copied to the other side",
                            "LongMapOperations",
                            ": get 1 | put 1 1, refresh, put 1 2, refresh",
                            new Edit("LongTableFields", "values[i] = fromValues[i];", "")),
                    twin(
                            "lookup-by-two-keys-checked-before-reads",
                            "live is compared before the reads, in the lookup by two keys",
                            "LookupRacingIdSetMoves",
                            LOST,
                            new Edit(
                                    "LeftRight",
                                    PAIR_READ_AND_CHECKED,
                                    "if (isLive(version)) {"
                                            + " return lookup.get(version.state, first, second); }")),
                    twin(
                                    "lookup-compares-side",
                                    "a lookup compares which side is live, not which version",
                                    "LookupRacingTwoRefreshes",
                                    WRONG_READ,
                                    new Edit(
                                            "Live",
                                            LIVE_AGAIN,
                                            "return live.side == version.side;"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            ": lookup | add 1, refresh, add 2, refresh")),
                    twin(
                            "member-trusts-its-own-live",
                            "a member of a group compares its own live, not the group's",
                            "LookupsOfGroupMembers",
                            "BACKWARDS",
                            SLOW_TO_TELL,
                            new Edit("GroupMember", OF_GROUP, "return live == version;")),
                    twin(
                            "member-unchecked",
                            "nothing is compared after the reads of a member",
                            "LookupsOfGroupMembers",
                            "STALE",
                            SLOW_TO_TELL,
                            new Edit("GroupMember", OF_GROUP, "return true;")),
                    control("control-slow-to-tell", "LookupsOfGroupMembers", SLOW_TO_TELL),
                    twin(
                                    "replay-before-flip",
                                    "the side that is live is changed before the flip",
                                    "LookupRacingReplay",
                                    WRONG_READ,
                                    new Edit(
                                            "Writer",
                                            "live.setLive(next);",
                                            "oplog.redo(old.state); live.setLive(next);"),
                                    new Edit("Writer", REPLAY, ""))
                            .and(lincheck("SectionOperations", "add 1 : lookup | refresh")),
                    twin(
                                    "stamp-even-on-side",
                                    "a stamp on the side, odd during a change and even after it,"
                                            + " is compared instead of live",
                                    "LookupRacingEagerWrite",
                                    "NEWER",
                                    new Edit(
                                            "Side",
                                            "Side(S state) {",
                                            "volatile int stamp; Side(S state) {"),
                                    new Edit(
                                            "Live",
                                            LIVE_AGAIN,
                                            "return (version.side.stamp & 1) == 0;"),
                                    new Edit(
                                            "Writer",
                                            REPLAY,
                                            "Side<S> side = requireHidden(); side.stamp++; "
                                                    + REPLAY
                                                    + " side.stamp++;"),
                                    new Edit(
                                            "Writer",
                                            "R result = op.apply(state);",
                                            "Side<S> side = requireHidden(); side.stamp++;"
                                                    + " R result = op.apply(state); side.stamp++;"))
                            .and(lincheck("SectionOperations", ": lookup | add 1, refresh, add 2")),
                    twin(
                                    "discard-without-undo",
                                    "discarded ops stay on the hidden side",
                                    "LookupRacingDiscard",
                                    WRONG_READ,
                                    new Edit(
                                            "Writer",
                                            "!oplog.undo(side.state, live.live().state)",
                                            "oplog.undo(side.state, live.live().state)"))
                            .and(
                                    lincheck(
                                            "SectionOperations",
                                            "add 1, addAndFail, refresh : add 2, discard, add 3, refresh | lookup, batch 4 5")));

    private LookupMutations() {}
}
