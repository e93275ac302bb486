// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t AtomicBatchOverTwoKeys
 */
package org.leftright.stress;

import java.util.Objects;
import org.leftright.LeftRightLongMap;
import org.leftright.LongMapView;
import org.leftright.LongReadHandle;
import org.leftright.LongWriteHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a reader sees one key as the batch left it and the other as it was before.
 *
 * <p>How it could be reached: the section's side is changed under it, or the two reads of one
 * section go to different sides. This is the promise that a concurrent map cannot make, on the
 * shipped long-key map.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class AtomicBatchOverTwoKeys {
    private final LeftRightLongMap<Integer> map = LeftRightLongMap.create();
    private volatile int refreshing;
    private volatile int refreshed;

    public AtomicBatchOverTwoKeys() {
        batch(0);
    }

    @Actor
    public void writer() {
        for (int number = 1; number <= 12; number++) {
            refreshing = number;
            batch(number);
            refreshed = number;
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        try (LongReadHandle<Integer> handle = map.reader()) {
            for (int i = 0; i < 8; i++) {
                int before = refreshed;
                handle.read(view -> read(observer, before, view));
                int beforeToo = refreshed;
                map.read(view -> read(observer, beforeToo, view));
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
                    batch.put(1L << 40, number);
                });
    }

    private boolean read(Observer observer, int before, LongMapView<Integer> view) {
        int one = Objects.requireNonNull(view.get(1));
        Pause.spin(2);
        int other = Objects.requireNonNull(view.get(1L << 40));
        observer.saw(before, one, other, refreshing);
        observer.sawTwice(one, Objects.requireNonNull(view.get(1)));
        return true;
    }
}
