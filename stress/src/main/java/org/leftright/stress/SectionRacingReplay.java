// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t SectionRacingReplay
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
 * The bug: a section reads a side while the ops are being replayed on it, or while the next batch
 * is written to it.
 *
 * <p>How it could be reached: the reader's odd epoch is still on its way to memory when the writer,
 * having flipped, scans the epochs, while the reader's load of {@code live} was early and gave the
 * old side: the store-buffer shape, excluded by a StoreLoad barrier on both sides. Or the writer
 * does not wait, waits for the wrong thing, or scans before it flips. Sections here are short and
 * many, since the window is at their beginning.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class SectionRacingReplay {
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
            for (int i = 0; i < 16; i++) {
                int refreshed = rig.refreshed();
                try (Section<Twofold> section = reader.enter()) {
                    rig.readTwice(observer, refreshed, section);
                } catch (IllegalStateException lost) {
                    // A writer that takes this cell for idle makes it forget its version.
                    observer.report(Verdict.CHANGED);
                }
            }
        }
        result.r1 = observer.verdict();
    }
}
