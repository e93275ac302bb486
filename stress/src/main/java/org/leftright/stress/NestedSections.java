// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t NestedSections
 */
package org.leftright.stress;

import java.util.function.Supplier;
import org.leftright.Reader;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a section within a section sees another version than the outer one, or its end makes the
 * writer believe that the outer one has ended too.
 *
 * <p>How it could be reached: a nested entry that advances the epoch makes it even, and its exit
 * odd; or it loads {@code live} again, or without a handle does not find the outer one's slot.
 * After the inner section has ended, the outer one reads on, slowly.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class NestedSections {
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
        try (Reader<Twofold> reader = rig.leftRight.reader()) {
            for (int i = 0; i < 4; i++) {
                nest(observer, reader::enter);
                nest(observer, rig.leftRight::enter);
            }
        }
        result.r1 = observer.verdict();
    }

    private void nest(Observer observer, Supplier<Section<Twofold>> enter) {
        int before = rig.refreshed();
        try (Section<Twofold> outer = enter.get()) {
            long seen = outer.state().pack(1);
            long version = outer.version();
            try (Section<Twofold> inner = enter.get()) {
                rig.readTwice(observer, before, inner);
                rig.readAgain(observer, seen, inner);
                observer.sawTwice(version, inner.version());
            }
            observer.sawTwice(version, outer.version());
            Pause.spin(4);
            rig.readAgain(observer, seen, outer);
            rig.readAgain(observer, seen, outer);
        }
    }
}
