// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingIdSetMoves
 */
package org.leftright.stress;

import org.leftright.IdSet;
import org.leftright.LeftRight;
import org.leftright.LongPairLookup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup by two keys, which is what tells whether a catalog has a product, misses an id
 * that is in the set, finds one that is not, sees ids of two versions, or does not end.
 *
 * <p>How it could be reached: as for {@link LookupRacingTableMoves}. The writer takes everything
 * out of the set and puts it in again, one by one and with pauses, and so much that the set grows;
 * the lookup pauses before it probes.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingIdSetMoves {
    private static final int REFRESHES = 8;
    private static final long PRESENT = 3;
    private static final long ABSENT = 1_000_003;

    /** This and the number of the version are in the set, in no other version. */
    private static final long NUMBERS = 1L << 40;

    private static final int MISSING = -1;
    private static final int TORN = -2;
    private static final LongPairLookup<IdSet> NUMBER =
            (set, present, absent) -> {
                Pause.spin(3);
                if (!set.contains(present) || set.contains(absent)) {
                    return MISSING;
                }
                int found = TORN;
                for (int number = 0; number <= REFRESHES; number++) {
                    if (set.contains(NUMBERS + number)) {
                        if (found != TORN) {
                            return TORN;
                        }
                        found = number;
                    }
                }
                return found;
            };

    private final LeftRight<IdSet> ids = LeftRight.create(new IdSet(), IdSet::copy);
    private volatile int refreshing;
    private volatile int refreshed;

    public LookupRacingIdSetMoves() {
        ids.batch(() -> ids.write(set -> change(set, 0)));
    }

    @Actor
    public void writer() {
        for (int i = 1; i <= REFRESHES; i++) {
            int number = i;
            refreshing = number;
            ids.batch(() -> ids.write(set -> change(set, number)));
            refreshed = number;
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 24; i++) {
            int before = refreshed;
            int number = ids.lookupInt(PRESENT, ABSENT, NUMBER);
            if (number == MISSING) {
                observer.report(Verdict.MISSING);
            } else if (number == TORN) {
                observer.report(Verdict.TORN);
            } else {
                observer.saw(before, number, refreshing);
            }
        }
        result.r1 = observer.verdict();
    }

    private static boolean change(IdSet set, int number) {
        for (long id = 1; id <= 2L * number; id++) {
            set.remove(id);
        }
        Pause.spin(1);
        set.remove(NUMBERS + number - 1);
        set.add(NUMBERS + number);
        for (long id = 1; id <= 2L * (number + 2); id++) {
            set.add(id);
        }
        return true;
    }
}
