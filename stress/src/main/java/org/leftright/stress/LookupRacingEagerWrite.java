// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingEagerWrite
 */
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup returns a pending write, one that no refresh has made visible.
 *
 * <p>How it could be reached: the lookup loads {@code live} and pauses; a refresh hides that side,
 * the replay on it is done, and the next batch is already being written to it, op by op, when the
 * lookup reads. Between two ops that side looks whole and at rest. A stamp on the side that is
 * merely even between changes does not tell; that the version is not live any more does.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingEagerWrite {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 4; number <= 24; number += 4) {
            rig.writeAndRefresh(number, 0);
            // Pending, to be overwritten: never to be seen.
            rig.write(number + 1, 0);
            Pause.spin(2);
            rig.write(number + 2, 1);
            Pause.spin(2);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 24; i++) {
            rig.lookup(observer, i & 7);
        }
        result.r1 = observer.verdict();
    }
}
