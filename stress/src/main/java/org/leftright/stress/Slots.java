// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run these tests, or one of them:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t stress.Slots
 *     java -jar stress/target/stress.jar -t LeasedSlots
 */
package org.leftright.stress;

import org.leftright.LeftRight;
import org.leftright.Section;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Sections without a handle: two threads lease slots, and are never taken for each other. */
public final class Slots {
    private Slots() {}

    /**
     * Two threads enter sections as fast as they can; each also writes and refreshes between its
     * sections, so that there is a writer to be misled while the other thread reads.
     */
    abstract static class Pair {
        final LeftRight<Twofold> leftRight = LeftRight.create(new Twofold(), Twofold::copyOf);

        /** A thread's whole run; the stride tells the two threads apart. */
        final Verdict readAndWrite(int stride) {
            Observer observer = new Observer();
            try {
                readAndWrite(observer, stride);
            } catch (IllegalStateException e) {
                observer.report(Verdict.REFUSED);
            }
            return observer.verdict();
        }

        abstract void readAndWrite(Observer observer, int stride);

        final void writeAndRefresh(Observer observer, int pauses) {
            observer.wrote(leftRight.batch(() -> leftRight.write(Twofold.increment(pauses))));
        }

        /** Reads both numbers for the first time in a section. */
        final long read(Observer observer, Section<Twofold> section, int pauses) {
            long seen = section.state().pack(pauses);
            observer.saw(0, Twofold.oneOf(seen), Twofold.otherOf(seen), Long.MAX_VALUE);
            return seen;
        }

        /** Reads in a section nested in another, which has seen something before. */
        final void readNested(Observer observer, Section<Twofold> outer, long seen, int pauses) {
            long version = outer.version();
            try (Section<Twofold> inner = leftRight.enter()) {
                observer.sawTwice(seen, inner.state().pack(pauses));
                observer.sawTwice(version, inner.version());
            }
        }
    }

    /**
     * The bug: two threads share a slot, so that one thread's departure makes the writer believe
     * that the other has gone, or one thread's section is taken for the other's.
     *
     * <p>How it could be reached: both threads enter sections without a handle, nest them, and
     * leave them, as fast as they can.
     */
    @JCStressTest
    @JCStressMeta(PairVerdicts.class)
    @State
    public static class LeasedSlots extends Pair {
        @Actor
        public void one(LL_Result result) {
            result.r1 = readAndWrite(1);
        }

        @Actor
        public void other(LL_Result result) {
            result.r2 = readAndWrite(1);
        }

        @Override
        void readAndWrite(Observer observer, int stride) {
            for (int i = 0; i < 8; i++) {
                try (Section<Twofold> outer = leftRight.enter()) {
                    long seen = read(observer, outer, 1);
                    readNested(observer, outer, seen, 1);
                    Pause.spin(2);
                    observer.sawTwice(seen, outer.state().pack(1));
                }
                writeAndRefresh(observer, i & 1);
            }
        }
    }

    /**
     * The bug: a thread closes a section that it has closed before, and so ends the section that
     * another thread has in the same slot by then. That thread did nothing wrong, and the writer
     * changes the side under it.
     *
     * <p>How it could be reached: each thread closes its sections of the last round again, both
     * before and while it reads.
     */
    @JCStressTest
    @JCStressMeta(PairVerdicts.class)
    @State
    public static class SectionsClosedAgain extends Pair {
        @Actor
        public void one(LL_Result result) {
            result.r1 = readAndWrite(1);
        }

        @Actor
        public void other(LL_Result result) {
            result.r2 = readAndWrite(1);
        }

        @Override
        void readAndWrite(Observer observer, int stride) {
            Section<Twofold> closed = leftRight.enter();
            closed.close();
            for (int i = 0; i < 8; i++) {
                Section<Twofold> section = leftRight.enter();
                closed.close();
                long seen = read(observer, section, 1);
                Pause.spin(2);
                observer.sawTwice(seen, section.state().pack(1));
                section.close();
                closed = section;
                writeAndRefresh(observer, 1);
                closed.close();
            }
        }
    }

    /**
     * The bug: a slot that one thread gives back and another takes is taken by both, or one thread
     * takes the other's section in it for its own.
     *
     * <p>How it could be reached: with a table of slots of its full size two threads begin at
     * different places and hardly meet. So each thread here makes lookups in lookups, which all
     * fall back and hold a slot each, until they reach into the other's places and the table grows;
     * the innermost enters a section, and one nested in it. Then all slots are given back.
     */
    @JCStressTest
    @JCStressMeta(PairVerdicts.class)
    @State
    public static class SlotsHandedOver extends Pair {
        @Actor
        public void one(LL_Result result) {
            result.r1 = readAndWrite(3);
        }

        @Actor
        public void other(LL_Result result) {
            result.r2 = readAndWrite(5);
        }

        @Override
        void readAndWrite(Observer observer, int stride) {
            Fallbacks fallbacks = new Fallbacks(leftRight, observer);
            for (int i = 1; i <= 8; i++) {
                fallbacks.nest(i * stride % 9, () -> readNested(observer));
                writeAndRefresh(observer, 1);
            }
        }

        private void readNested(Observer observer) {
            try (Section<Twofold> outer = leftRight.enter()) {
                long seen = read(observer, outer, 1);
                readNested(observer, outer, seen, 1);
                observer.sawTwice(seen, outer.state().pack(1));
            }
        }
    }

    /**
     * The bug: a thread that has a section in a slot does not find it any more, so that a section
     * nested in it sees another version.
     *
     * <p>How it could be reached: another thread holds the slot at which this one begins to look,
     * so that the section goes elsewhere; then that thread gives it back, and perhaps this thread
     * takes it for a lookup inside the section, and leaves its name there. Both threads enter a
     * section, take the slots around it for lookups that fall back, enter a nested section while
     * they hold them, and another after they have given them back; and refresh between their
     * sections, so that a slot wrongly taken shows another version.
     */
    @JCStressTest
    @JCStressMeta(PairVerdicts.class)
    @State
    public static class NestedSectionBesideNeighbours extends Pair {
        @Actor
        public void one(LL_Result result) {
            result.r1 = readAndWrite(3);
        }

        @Actor
        public void other(LL_Result result) {
            result.r2 = readAndWrite(5);
        }

        @Override
        void readAndWrite(Observer observer, int stride) {
            Fallbacks fallbacks = new Fallbacks(leftRight, observer);
            for (int i = 1; i <= 8; i++) {
                readBesideLookups(observer, fallbacks, i * stride % 9);
                writeAndRefresh(observer, 0);
            }
        }

        private void readBesideLookups(Observer observer, Fallbacks fallbacks, int depth) {
            try (Section<Twofold> outer = leftRight.enter()) {
                long seen = read(observer, outer, 0);
                fallbacks.nest(depth, () -> nest(observer, outer, seen));
                Pause.spin(depth);
                for (int i = 0; i < 4; i++) {
                    fallbacks.nest(1, () -> nest(observer, outer, seen));
                    nest(observer, outer, seen);
                }
            }
        }

        private void nest(Observer observer, Section<Twofold> outer, long seen) {
            readNested(observer, outer, seen, 0);
            observer.sawTwice(seen, outer.state().pack(0));
        }
    }
}
