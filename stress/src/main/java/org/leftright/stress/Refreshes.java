// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run these tests, or one of them:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t stress.Refreshes
 *     java -jar stress/target/stress.jar -t VisibilityAfterRefresh
 */
package org.leftright.stress;

import org.leftright.Reader;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** What refreshes make visible, and in which order. */
public final class Refreshes {
    private Refreshes() {}

    /**
     * The bug: {@code refresh()} has returned, and a read that starts later does not see the batch.
     *
     * <p>How it could be reached: the version is published too weakly or too late, a section
     * re-uses the version that the section before it saw, or a refresh with nothing to make visible
     * puts the other side live. The reader takes every way there is: lookup, handle, and section
     * without a handle.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class VisibilityAfterRefresh {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            for (int number = 1; number <= 16; number++) {
                rig.writeAndRefresh(number, 0);
                rig.refresh(number);
            }
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            try (Reader<Twofold> reader = rig.leftRight.reader()) {
                for (int i = 0; i < 8; i++) {
                    rig.lookup(observer, 1);
                    int before = rig.refreshed();
                    reader.read(state -> read(observer, before, state));
                    int beforeToo = rig.refreshed();
                    rig.leftRight.read(state -> read(observer, beforeToo, state));
                }
            }
            result.r1 = observer.verdict();
        }

        private boolean read(Observer observer, int before, Twofold state) {
            rig.read(observer, before, state);
            return true;
        }
    }

    /**
     * The bug: a refresh with nothing pending, while the replay of the batch before is still owed,
     * puts the stale side live.
     *
     * <p>How it could be reached: an open section keeps the replay owed; the writer refreshes
     * again, once with nothing at all and once with an attachment alone.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class SecondRefreshWhileReplayOwed {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            for (int number = 1; number <= 8; number++) {
                rig.writeAndRefresh(number, 0);
                rig.refresh(number);
                rig.leftRight.refresh(number);
                Pause.spin(4);
            }
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            try (Reader<Twofold> reader = rig.leftRight.reader()) {
                for (int i = 0; i < 8; i++) {
                    int before = rig.refreshed();
                    try (Section<Twofold> section = reader.enter()) {
                        rig.read(observer, before, section.state());
                        Pause.spin(40);
                        rig.lookup(observer, 1);
                        rig.lookup(observer, 1);
                    }
                    rig.lookup(observer, 1);
                }
            }
            result.r1 = observer.verdict();
        }
    }

    /**
     * The bug: a thread sees a version and later, outside that section, an older one.
     *
     * <p>How it could be reached: two ways to read disagree on what is live, a stale side is put
     * live, or a slot or handle keeps a version from an earlier section. The reader takes all ways
     * by turns, and version numbers must rise with the contents.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class MonotonicVersions {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(16, 1);
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
}
