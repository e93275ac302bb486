// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingDiscard
 */
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup sees writes that were discarded, or the undoing of them.
 *
 * <p>How it could be reached: the lookup loads {@code live} and pauses; a refresh hides that side;
 * the writer changes it and takes the changes back, by undo or by putting a clone in its place.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingDiscard {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 1; number <= 8; number++) {
            rig.write(number + 1000, 1);
            rig.leftRight.discard();
            rig.leftRight.write(state -> true);
            rig.refresh(number - 1); // what was visible before, made visible from the other side
            rig.writeAndRefresh(number, 1);
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
