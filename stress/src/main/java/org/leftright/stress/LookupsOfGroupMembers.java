// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupsOfGroupMembers
 */
package org.leftright.stress;

import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupMap;
import org.leftright.GroupView;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a thread looks up a refreshed value in one member of a group, and then what was there
 * before that refresh in another member; or a section sees members of two versions.
 *
 * <p>How it could be reached: each member has a {@code live} of its own, which the writer stores
 * one after another. The reader looks up the members by turns while the writer does so.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupsOfGroupMembers {
    private static final String KEY = "key";

    private final GroupLongMap<Integer> byId;
    private final GroupMap<String, Integer> byKey;
    private final GroupIdSets sets;
    private final LeftRightGroup group;
    private volatile int refreshing;
    private volatile int refreshed;

    public LookupsOfGroupMembers() {
        LeftRightGroupBuilder builder = LeftRightGroup.builder();
        byId = builder.longMap();
        byKey = builder.map();
        sets = builder.idSets();
        group = builder.build();
        write(0);
        group.writer().refresh();
    }

    private void write(int number) {
        byId.writer().put(1, number);
        byKey.writer().put(KEY, number);
        sets.writer().add(1, number); // so that the set's size tells the number
    }

    @Actor
    public void writer() {
        for (int number = 1; number <= 16; number++) {
            write(number);
            refreshing = number;
            group.writer().refresh();
            refreshed = number;
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 8; i++) {
            observer.saw(refreshed, byId.getOrDefault(1, -1), refreshing);
            observer.saw(refreshed, byKey.getOrDefault(KEY, -1), refreshing);
            observer.saw(refreshed, sets.sizeOf(1) - 1, refreshing);
            int before = refreshed;
            try (GroupView view = group.enter()) {
                int byIdHere = view.of(byId).getOrDefault(1, -1);
                observer.saw(before, byIdHere, view.of(byKey).getOrDefault(KEY, -1), refreshing);
                observer.sawTwice(byIdHere, view.of(sets).sizeOf(1) - 1);
            }
        }
        result.r1 = observer.verdict();
    }
}
