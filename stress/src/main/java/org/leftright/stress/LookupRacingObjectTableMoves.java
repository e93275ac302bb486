// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingObjectTableMoves
 */
package org.leftright.stress;

import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightMap;
import org.leftright.WriteHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup in the object-key table misses a key that is there, finds one that is not,
 * returns another key's value, or does not end.
 *
 * <p>How it could be reached: a batch removes the key and puts it again, and for a moment has
 * another that is never refreshed, on a side whose version a slow lookup has loaded before.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingObjectTableMoves {
    private static final SlowKey PRESENT = new SlowKey(3);
    private static final SlowKey ABSENT = new SlowKey(1_000_003);

    private final LeftRightMap<SlowKey, Long> map = LeftRightMap.create();
    private volatile int refreshing;
    private volatile int refreshed;

    public LookupRacingObjectTableMoves() {
        batch(0);
    }

    /** All keys collide, so that every lookup compares. */
    private record SlowKey(long id) {
        @Override
        public boolean equals(@Nullable Object other) {
            Pause.spin(1);
            return other instanceof SlowKey key && key.id == id;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Actor
    public void writer() {
        for (int number = 1; number <= 8; number++) {
            refreshing = number;
            batch(number);
            refreshed = number;
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 16; i++) {
            int before = refreshed;
            Long value = map.get(PRESENT);
            if (value == null || map.containsKey(ABSENT)) {
                observer.report(Verdict.MISSING);
            } else if (value >>> 32 != PRESENT.id) {
                observer.report(Verdict.FOREIGN);
            } else {
                observer.saw(before, value & 0xFFFF_FFFFL, refreshing);
            }
        }
        result.r1 = observer.verdict();
    }

    private void batch(int number) {
        WriteHandle<SlowKey, Long> writer = map.writer();
        writer.batch(
                batch -> {
                    batch.remove(PRESENT);
                    batch.put(ABSENT, -1L);
                    Pause.spin(2);
                    batch.remove(ABSENT);
                    for (long id = 4; id >= 1; id--) {
                        batch.put(new SlowKey(id), id << 32 | number);
                    }
                });
    }
}
