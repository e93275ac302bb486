// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingReplay
 */
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup returns what it read from a side while the ops were being replayed on it.
 *
 * <p>How it could be reached: the lookup loads {@code live}, a refresh hides that side and replays
 * on it at once, since lookups keep nobody waiting, and the lookup reads one number before and one
 * after its change. Only the second load of {@code live} tells it so.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingReplay {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 1; number <= 12; number++) {
            rig.writeAndRefresh(number, number & 3);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 24; i++) {
            rig.lookup(observer, 1);
        }
        result.r1 = observer.verdict();
    }
}
