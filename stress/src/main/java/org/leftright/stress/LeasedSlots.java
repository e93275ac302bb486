// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LeasedSlots
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
 * The bug: two threads share a slot, so that one thread's departure makes the writer believe that
 * the other has gone, or one thread's section is taken for the other's.
 *
 * <p>How it could be reached: both threads enter sections without a handle, nest them, and leave
 * them, as fast as they can; each also writes and refreshes between its sections, so that there is
 * a writer to be misled while the other thread reads.
 */
@JCStressTest
@Outcome(
        id = "(QUIET|RACED), (QUIET|RACED)",
        expect = Expect.ACCEPTABLE,
        desc = "each section saw one version, whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "a side changed under a section")
@State
public class LeasedSlots {
    private final LeftRight<Twofold> leftRight = LeftRight.create(new Twofold(), Twofold::copyOf);

    @Actor
    public void one(LL_Result result) {
        result.r1 = readAndWrite();
    }

    @Actor
    public void other(LL_Result result) {
        result.r2 = readAndWrite();
    }

    private Verdict readAndWrite() {
        Observer observer = new Observer();
        try {
            readAndWrite(observer);
        } catch (IllegalStateException misuse) {
            observer.report(Verdict.REFUSED);
        }
        return observer.verdict();
    }

    private void readAndWrite(Observer observer) {
        for (int i = 0; i < 8; i++) {
            try (Section<Twofold> outer = leftRight.enter()) {
                long before = outer.state().pack(1);
                long version = outer.version();
                observer.saw(0, Twofold.oneOf(before), Twofold.otherOf(before), Long.MAX_VALUE);
                try (Section<Twofold> inner = leftRight.enter()) {
                    observer.sawTwice(before, inner.state().pack(1));
                    observer.sawTwice(version, inner.version());
                }
                Pause.spin(2);
                observer.sawTwice(before, outer.state().pack(1));
            }
            int pauses = i & 1;
            leftRight.batch(() -> leftRight.write(Twofold.increment(pauses)));
        }
    }
}
