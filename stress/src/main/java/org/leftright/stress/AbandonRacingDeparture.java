// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t AbandonRacingDeparture
 */
package org.leftright.stress;

import java.time.Duration;
import org.leftright.Reader;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a straggler's side is changed although the straggler still reads it, or is used again
 * after it was given up.
 *
 * <p>How it could be reached: the writer's patience is next to nothing, so almost every section
 * that a refresh meets is a straggler, and departs while the writer decides to give the side up.
 * Sections are long enough to be met, by some they are met twice with the same epoch.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class AbandonRacingDeparture {
    private final Rig rig = new Rig(Duration.ofNanos(1));

    @Actor
    public void writer() {
        for (int number = 1; number <= 16; number++) {
            rig.writeAndRefresh(number, number & 3);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        try (Reader<Twofold> reader = rig.leftRight.reader()) {
            for (int i = 0; i < 6; i++) {
                int before = rig.refreshed();
                try (Section<Twofold> section = reader.enter()) {
                    long seen = section.state().pack(0);
                    rig.readTwice(observer, before, section);
                    Pause.spin(20 * i);
                    rig.readAgain(observer, seen, section);
                    Pause.spin(i);
                    rig.readAgain(observer, seen, section);
                }
            }
        }
        result.r1 = observer.verdict();
    }
}
