// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t SectionsClosedAgain
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
 * The bug: a thread closes a section that it has closed before, and thereby ends the section that
 * another thread has in the same slot by then. That thread did nothing wrong, and the writer
 * changes the side under it.
 *
 * <p>How it could be reached: each thread closes its sections of the last round again, both before
 * and while it reads; and writes and refreshes between its sections, so that there is a writer to
 * be misled while the other thread reads.
 */
@JCStressTest
@Outcome(
        id = "(QUIET|RACED), (QUIET|RACED)",
        expect = Expect.ACCEPTABLE,
        desc = "each section saw one version, whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "a side changed under a section")
@State
public class SectionsClosedAgain {
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
            Section<Twofold> closed = leftRight.enter();
            closed.close();
            for (int i = 0; i < 8; i++) {
                Section<Twofold> section = leftRight.enter();
                closed.close();
                read(observer, section);
                section.close();
                closed = section;
                leftRight.batch(() -> leftRight.write(Twofold.increment(1)));
                closed.close();
            }
        } catch (IllegalStateException misuse) {
            observer.report(Verdict.REFUSED);
        }
        return observer.verdict();
    }

    private void read(Observer observer, Section<Twofold> section) {
        long before = section.state().pack(1);
        observer.saw(0, Twofold.oneOf(before), Twofold.otherOf(before), Long.MAX_VALUE);
        Pause.spin(2);
        observer.sawTwice(before, section.state().pack(1));
    }
}
