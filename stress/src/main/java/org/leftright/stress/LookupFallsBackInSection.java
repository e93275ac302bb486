// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t LookupFallsBackInSection
 */
package org.leftright.stress;

import java.time.Duration;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a lookup inside a section, repeated in a slot because a write raced, reads what the
 * section sees instead of what is live, reads a side that is being changed, or ends the section.
 *
 * <p>How it could be reached: the lookup takes the slot of the section that its thread is in
 * already, or none. Each lookup here fails once, as if a write had raced; the section around it
 * reads on afterwards, slowly. The writer waits for no section, but abandons its side at once: or
 * the section around the lookup would keep the writer from the lookup's side, too.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class LookupFallsBackInSection {
    private final Rig rig = new Rig(Duration.ZERO);

    @Actor
    public void writer() {
        for (int number = 1; number <= 40; number++) {
            rig.writeAndRefresh(number, number & 3);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer lookups = new Observer();
        Observer sections = new Observer();
        try {
            for (int i = 0; i < 10; i++) {
                read(lookups, sections, 8 * (i & 3));
            }
        } catch (IllegalStateException misuse) {
            sections.report(Verdict.REFUSED);
        }
        lookups.report(sections.verdict());
        result.r1 = lookups.verdict();
    }

    private void read(Observer lookups, Observer sections, int pauses) {
        int before = rig.refreshed();
        try (Section<Twofold> section = rig.leftRight.enter()) {
            long seen = section.state().pack(1);
            awaitRefresh(before);
            lookupTwice(lookups, pauses);
            rig.readAgain(sections, seen, section);
            lookupTwice(lookups, pauses);
            rig.readTwice(sections, before, section);
            rig.readAgain(sections, seen, section);
        }
    }

    /** Not for long: so that the section and the lookup see different sides. */
    private void awaitRefresh(int before) {
        for (int i = 0; i < 64 && rig.refreshed() == before; i++) {
            Pause.spin(1);
        }
    }

    /** The second attempt is the one that counts. */
    private void lookupTwice(Observer observer, int pauses) {
        rig.lookup(observer, pauses, Fallbacks.failingOnce(Twofold.READ_BOTH));
    }
}
