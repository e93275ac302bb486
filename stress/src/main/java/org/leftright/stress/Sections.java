// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run these tests, or one of them:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t stress.Sections
 *     java -jar stress/target/stress.jar -t SectionRacingReplay
 */
package org.leftright.stress;

import java.time.Duration;
import java.util.function.Supplier;
import org.leftright.Reader;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Sections beside a writer: each sees one version, and the writer changes no side under it. */
public final class Sections {
    private Sections() {}

    /**
     * The bug: a section reads a side while the ops are being replayed on it, or while the next
     * batch is written to it.
     *
     * <p>How it could be reached: the reader's odd epoch is still on its way to memory when the
     * writer, having flipped, scans the epochs, while the reader's load of {@code live} was early
     * and gave the old side: the store-buffer shape, excluded by a StoreLoad barrier on both sides.
     * Or the writer does not wait, waits for the wrong thing, or scans before it flips. Sections
     * here are short and many, since the window is at their beginning.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class SectionRacingReplay {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(12, 3);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            try (Reader<Twofold> reader = rig.leftRight.reader()) {
                for (int i = 0; i < 16; i++) {
                    int before = rig.refreshed();
                    try (Section<Twofold> section = reader.enter()) {
                        rig.readTwice(observer, before, section);
                    } catch (IllegalStateException e) {
                        // A writer that takes this cell for idle makes it forget its version.
                        observer.report(Verdict.CHANGED);
                    }
                }
            }
            result.r1 = observer.verdict();
        }
    }

    /**
     * The bug: the writer misses a reader that registered while it was refreshing, and changes the
     * side that this reader holds.
     *
     * <p>How it could be reached: the writer reads the list of handles, the reader registers,
     * arrives and loads the old {@code live}, and then the writer flips and looks through a list
     * without it. Each section here is the first of a new handle.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class RegistrationRacingRefresh {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(12, 3);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 12; i++) {
                int before = rig.refreshed();
                try (Reader<Twofold> reader = rig.leftRight.reader();
                        Section<Twofold> section = reader.enter()) {
                    rig.readTwice(observer, before, section);
                }
            }
            result.r1 = observer.verdict();
        }
    }

    /**
     * The bug: {@code settle} brings the hidden side up to date while a section still reads it.
     *
     * <p>How it could be reached: the section lasts longer than the short spin of the refresh that
     * hides its side, so that the replay is still owed when settle comes.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class SettleRacingSection {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            for (int number = 1; number <= 8; number++) {
                rig.writeAndRefresh(number, 1);
                rig.leftRight.settle(Duration.ZERO);
            }
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            try (Reader<Twofold> reader = rig.leftRight.reader()) {
                for (int i = 0; i < 4; i++) {
                    rig.readSlowly(observer, reader, 400, 200);
                }
            }
            result.r1 = observer.verdict();
        }
    }

    /**
     * The bug: a section within a section sees another version than the outer one, or its end makes
     * the writer believe that the outer one has ended too.
     *
     * <p>How it could be reached: a nested entry that advances the epoch makes it even, and its
     * exit odd; or it loads {@code live} again, or without a handle does not find the outer one's
     * slot. After the inner section has ended, the outer one reads on, slowly.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class NestedSections {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(12, 3);
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

    /**
     * The bug: a straggler's side is changed although the straggler still reads it, or is used
     * again after it was abandoned.
     *
     * <p>How it could be reached: the writer's patience is next to nothing, so almost every section
     * that a refresh meets is a straggler, and departs while the writer decides to abandon the
     * side. Sections are long enough to be met, some of them twice with the same epoch.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class AbandonRacingDeparture {
        private final Rig rig = new Rig(Duration.ofNanos(1));

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(16, 3);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            try (Reader<Twofold> reader = rig.leftRight.reader()) {
                for (int i = 0; i < 6; i++) {
                    rig.readSlowly(observer, reader, 20 * i, i);
                }
            }
            result.r1 = observer.verdict();
        }
    }

    /**
     * The bug: a lookup inside a section, repeated in a slot because a write raced, reads what the
     * section sees instead of what is live, reads a side that is being changed, or ends the
     * section.
     *
     * <p>How it could be reached: the lookup takes the slot of the section that its thread is in
     * already, or none. Each lookup here fails once, as if a write had raced; the section around it
     * reads on afterwards, slowly. The writer waits for no section, but abandons its side at once:
     * or the section around the lookup would keep the writer from the lookup's side, too.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupFallsBackInSection {
        private final Rig rig = new Rig(Duration.ZERO);

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(40, 3);
        }

        @Actor
        public void reader(L_Result result) {
            Observer lookups = new Observer();
            Observer sections = new Observer();
            try {
                for (int i = 0; i < 10; i++) {
                    read(lookups, sections, 8 * (i & 3));
                }
            } catch (IllegalStateException e) {
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

        /** Waits a little, so that the section and the lookup see different sides. */
        private void awaitRefresh(int before) {
            for (int i = 0; i < 64 && rig.refreshed() == before; i++) {
                Pause.spin(1);
            }
        }

        /** Makes two attempts, of which the second counts. */
        private void lookupTwice(Observer observer, int pauses) {
            rig.lookup(observer, pauses, Fallbacks.failingOnce(Twofold.READ_BOTH));
        }
    }
}
