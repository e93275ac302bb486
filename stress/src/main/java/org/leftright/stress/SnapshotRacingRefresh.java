// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t SnapshotRacingRefresh
 */
package org.leftright.stress;

import java.util.Map;
import java.util.Objects;
import org.leftright.LeftRightLongMap;
import org.leftright.LongWriteHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a snapshot changes.
 *
 * <p>How it could be reached: the writer, done with the grace period, does not notice that the side
 * was pinned in a section that has just ended, and replays on it or writes to it. The reader keeps
 * two snapshots while versions come and go, and reads them again and again.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class SnapshotRacingRefresh {
    private final LeftRightLongMap<Integer> map = LeftRightLongMap.create();
    private volatile int refreshing;
    private volatile int refreshed;

    public SnapshotRacingRefresh() {
        batch(0);
    }

    @Actor
    public void writer() {
        for (int number = 1; number <= 8; number++) {
            refreshing = number;
            batch(number);
            refreshed = number;
            Pause.spin(2);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 4; i++) {
            int before = refreshed;
            Map<Long, Integer> snapshot = map.snapshot();
            int seen = read(observer, before, snapshot);
            int beforeNext = refreshed;
            Map<Long, Integer> next = map.snapshot();
            int seenNext = read(observer, beforeNext, next);
            for (int again = 0; again < 3; again++) {
                observer.sawTwice(seen, Objects.requireNonNull(snapshot.get(1L)));
                observer.sawTwice(seen, Objects.requireNonNull(snapshot.get(2L)));
                observer.sawTwice(seenNext, Objects.requireNonNull(next.get(2L)));
                Pause.spin(4);
            }
        }
        result.r1 = observer.verdict();
    }

    private void batch(int number) {
        LongWriteHandle<Integer> writer = map.writer();
        writer.batch(
                batch -> {
                    batch.put(1, number);
                    Pause.spin(number & 1);
                    batch.put(2, number);
                });
    }

    private int read(Observer observer, int before, Map<Long, Integer> snapshot) {
        int one = Objects.requireNonNull(snapshot.get(1L));
        int other = Objects.requireNonNull(snapshot.get(2L));
        observer.saw(before, one, other, refreshing);
        return one;
    }
}
