// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t SecondRefreshWhileReplayOwed
 */
package org.leftright.stress;

import org.leftright.Reader;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a refresh with nothing pending, while the replay of the batch before is still owed, puts
 * the stale side live.
 *
 * <p>How it could be reached: an open section keeps the replay owed; the writer refreshes again,
 * once with nothing at all and once with an attachment alone.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class SecondRefreshWhileReplayOwed {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 1; number <= 8; number++) {
            rig.writeAndRefresh(number, 0);
            rig.refresh(number);
            rig.leftRight.refresh(number);
            Pause.spin(4);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        try (Reader<Twofold> reader = rig.leftRight.reader()) {
            for (int i = 0; i < 8; i++) {
                int before = rig.refreshed();
                try (Section<Twofold> section = reader.enter()) {
                    rig.read(observer, before, section.state());
                    Pause.spin(40);
                    rig.lookup(observer, 1);
                    rig.lookup(observer, 1);
                }
                rig.lookup(observer, 1);
            }
        }
        result.r1 = observer.verdict();
    }
}
