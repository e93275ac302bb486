// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t NestedSectionBesideNeighbours
 */
package org.leftright.stress;

import org.leftright.LeftRight;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The bug: a thread that has a section in a slot does not find it any more, so that a section
 * nested in it sees another version.
 *
 * <p>How it could be reached: another thread holds the slot at which this one begins to look, so
 * that the section goes elsewhere; then that thread gives it back, and perhaps this thread takes it
 * for a lookup inside the section, and leaves its name there. Both threads enter a section, take
 * the slots around it for lookups that fall back, enter a nested section while they hold them, and
 * another after they have given them back; and refresh between their sections, so that a slot
 * wrongly taken shows another version.
 */
@JCStressTest
@Outcome(
        id = "(QUIET|RACED), (QUIET|RACED)",
        expect = Expect.ACCEPTABLE,
        desc = "each section saw one version, nested ones that of the outermost")
@Outcome(expect = Expect.FORBIDDEN, desc = "a nested section did not find the outer one")
@State
public class NestedSectionBesideNeighbours {
    private final LeftRight<Twofold> leftRight = LeftRight.create(new Twofold(), Twofold::copyOf);

    @Actor
    public void one(LL_Result result) {
        result.r1 = readAndWrite(3);
    }

    @Actor
    public void other(LL_Result result) {
        result.r2 = readAndWrite(5);
    }

    private Verdict readAndWrite(int stride) {
        Observer observer = new Observer();
        Fallbacks fallbacks = new Fallbacks(leftRight, observer);
        try {
            for (int i = 1; i <= 8; i++) {
                readBesideLookups(observer, fallbacks, i * stride % 9);
                leftRight.batch(() -> leftRight.write(Twofold.increment(0)));
            }
        } catch (IllegalStateException misuse) {
            observer.report(Verdict.REFUSED);
        }
        return observer.verdict();
    }

    private void readBesideLookups(Observer observer, Fallbacks fallbacks, int depth) {
        try (Section<Twofold> outer = leftRight.enter()) {
            long before = outer.state().pack(0);
            observer.saw(0, Twofold.oneOf(before), Twofold.otherOf(before), Long.MAX_VALUE);
            fallbacks.nest(depth, () -> nest(observer, outer, before));
            Pause.spin(depth);
            for (int i = 0; i < 4; i++) {
                fallbacks.nest(1, () -> nest(observer, outer, before));
                nest(observer, outer, before);
            }
        }
    }

    private void nest(Observer observer, Section<Twofold> outer, long before) {
        try (Section<Twofold> inner = leftRight.enter()) {
            observer.sawTwice(outer.version(), inner.version());
            observer.sawTwice(before, inner.state().pack(0));
        }
        observer.sawTwice(before, outer.state().pack(0));
    }
}
