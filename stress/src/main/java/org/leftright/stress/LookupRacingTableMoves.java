// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingTableMoves
 */
package org.leftright.stress;

import org.leftright.LeftRight;
import org.leftright.LongLookup;
import org.leftright.LongTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup in the long-key table misses a key that is there, finds one that is not,
 * returns another key's value, or does not end.
 *
 * <p>How it could be reached: a removal moves entries back over the hole while the lookup probes,
 * growth puts another array in place, a slot's key and value are of different moments. The writer
 * takes everything out of the table and puts it in again, one by one and with pauses, and puts
 * enough in for the table to grow; the lookup pauses before it probes, and so probes in the midst
 * of that.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingTableMoves {
    private static final long PRESENT = 3;
    private static final long ABSENT = 1_000_003;
    private static final LongLookup<LongTable<Long>, Long> GET =
            (table, key) -> {
                Pause.spin((int) key & 3);
                return table.get(key);
            };
    private static final LongLookup<LongTable<Long>, Boolean> CONTAINS =
            (table, key) -> {
                Pause.spin((int) key & 3);
                return table.containsKey(key);
            };

    private final LeftRight<LongTable<Long>> table =
            LeftRight.create(new LongTable<>(), LongTable::copy);
    private volatile int refreshing;
    private volatile int refreshed;

    public LookupRacingTableMoves() {
        table.batch(() -> table.write(state -> change(state, 0)));
    }

    @Actor
    public void writer() {
        for (int i = 1; i <= 8; i++) {
            int number = i;
            refreshing = number;
            table.batch(() -> table.write(state -> change(state, number)));
            refreshed = number;
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 24; i++) {
            int before = refreshed;
            Long value = table.lookup(PRESENT, GET);
            if (value == null || !Boolean.FALSE.equals(table.lookup(ABSENT, CONTAINS))) {
                observer.report(Verdict.MISSING);
            } else if (value >>> 32 != PRESENT) {
                observer.report(Verdict.FOREIGN);
            } else {
                observer.saw(before, value & 0xFFFF_FFFFL, refreshing);
            }
        }
        result.r1 = observer.verdict();
    }

    private static boolean change(LongTable<Long> table, int number) {
        for (long key = 1; key <= 2L * number; key++) {
            table.remove(key);
        }
        Pause.spin(1);
        for (long key = 1; key <= 2L * (number + 2); key++) {
            table.put(key, key << 32 | number);
        }
        return true;
    }
}
