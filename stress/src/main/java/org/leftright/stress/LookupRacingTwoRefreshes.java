// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupRacingTwoRefreshes
 */
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup takes a side for the version it loaded, though that side was hidden, changed
 * and made live again meanwhile.
 *
 * <p>How it could be reached: the lookup loads {@code live} and reads the first number; two
 * refreshes pass, so that the same side is live again and at rest; the lookup reads the second
 * number. Which side is live, and whether it is being changed now, is the same before and after;
 * only the version is another.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupRacingTwoRefreshes {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 1; number <= 24; number += 2) {
            rig.writeAndRefresh(number, 0);
            rig.writeAndRefresh(number + 1, 0);
            Pause.spin(4);
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
