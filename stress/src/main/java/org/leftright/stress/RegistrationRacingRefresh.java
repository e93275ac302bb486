// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t RegistrationRacingRefresh
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
 * The bug: the writer misses a reader that registered while it was refreshing, and changes the side
 * that this reader holds.
 *
 * <p>How it could be reached: the writer reads the list of handles, the reader registers, arrives
 * and loads the old {@code live}, and then the writer flips and looks through a list without it.
 * Each section here is the first of a new handle.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class RegistrationRacingRefresh {
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
        for (int i = 0; i < 12; i++) {
            int before = rig.refreshed();
            try (Reader<Twofold> reader = rig.leftRight.reader();
                    Section<Twofold> section = reader.enter()) {
                rig.readTwice(observer, before, section);
            }
        }
        result.r1 = observer.verdict();
    }
}
