// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t MonotonicVersions
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
 * The bug: a thread sees a version and later, outside that section, an older one.
 *
 * <p>How it could be reached: two ways to read disagree on what is live, a stale side is put live,
 * or a slot or handle keeps a version from an earlier section. The reader takes all ways by turns,
 * and version numbers must rise with the contents.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class MonotonicVersions {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 1; number <= 16; number++) {
            rig.writeAndRefresh(number, number & 1);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        Observer versions = new Observer();
        try (Reader<Twofold> reader = rig.leftRight.reader()) {
            for (int i = 0; i < 6; i++) {
                rig.lookup(observer, 1);
                sawVersion(versions, rig.leftRight.version());
                int before = rig.refreshed();
                try (Section<Twofold> section = reader.enter()) {
                    rig.read(observer, before, section.state());
                    sawVersion(versions, section.version());
                }
                sawVersion(versions, rig.leftRight.version());
                int beforeToo = rig.refreshed();
                try (Section<Twofold> section = rig.leftRight.enter()) {
                    rig.read(observer, beforeToo, section.state());
                    sawVersion(versions, section.version());
                }
            }
        }
        observer.report(versions.verdict());
        result.r1 = observer.verdict();
    }

    private static void sawVersion(Observer versions, long version) {
        versions.saw(0, version, Long.MAX_VALUE);
    }
}
