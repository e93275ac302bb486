// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t SlotsHandedOver
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
 * The bug: a slot that one thread gives back and another takes is taken by both, or one thread
 * takes the other's section in it for its own.
 *
 * <p>How it could be reached: with a table of slots of its full size two threads begin at different
 * places and hardly meet. So each thread here makes lookups in lookups, which all fall back and
 * hold a slot each, until they reach into the other's places and the table grows; the innermost
 * enters a section, and one nested in it. Then all slots are given back, and the thread writes and
 * refreshes, so that there is a writer to be misled while the other thread reads.
 */
@JCStressTest
@Outcome(
        id = "(QUIET|RACED), (QUIET|RACED)",
        expect = Expect.ACCEPTABLE,
        desc = "each section saw one version, whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "a side changed under a section")
@State
public class SlotsHandedOver {
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
                fallbacks.nest(i * stride % 9, () -> readNested(observer));
                leftRight.batch(() -> leftRight.write(Twofold.increment(1)));
            }
        } catch (IllegalStateException misuse) {
            observer.report(Verdict.REFUSED);
        }
        return observer.verdict();
    }

    private void readNested(Observer observer) {
        try (Section<Twofold> outer = leftRight.enter()) {
            long before = outer.state().pack(1);
            observer.saw(0, Twofold.oneOf(before), Twofold.otherOf(before), Long.MAX_VALUE);
            try (Section<Twofold> inner = leftRight.enter()) {
                observer.sawTwice(before, inner.state().pack(1));
                observer.sawTwice(outer.version(), inner.version());
            }
            observer.sawTwice(before, outer.state().pack(1));
        }
    }
}
