// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run these tests, or one of them:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t stress.Lookups
 *     java -jar stress/target/stress.jar -t LookupRacingReplay
 */
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Lookups beside a writer: what they return belongs to one version, which was refreshed. */
public final class Lookups {
    private Lookups() {}

    /** Looks both numbers up many times, with so many pauses or more, as the mask lets. */
    private static Verdict lookUp(Rig rig, int pauses, int morePausesMask) {
        Observer observer = new Observer();
        for (int i = 0; i < 24; i++) {
            rig.lookup(observer, pauses + (i & morePausesMask));
        }
        return observer.verdict();
    }

    /**
     * The bug: a lookup returns what it read from a side while the ops were being replayed on it.
     *
     * <p>How it could be reached: the lookup loads {@code live}, a refresh hides that side and
     * replays on it at once, since lookups keep nobody waiting, and the lookup reads one number
     * before and one after its change. Only the second load of {@code live} tells that.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingReplay {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            rig.writeAndRefreshTo(12, 3);
        }

        @Actor
        public void reader(L_Result result) {
            result.r1 = lookUp(rig, 1, 0);
        }
    }

    /**
     * The bug: a lookup takes a side for the version it loaded, though that side was hidden,
     * changed and made live again meanwhile.
     *
     * <p>How it could be reached: the lookup loads {@code live} and reads the first number; two
     * refreshes pass, so that the same side is live again and at rest; the lookup reads the second
     * number. Which side is live, and whether it is being changed now, is the same before and
     * after; only the version is another.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingTwoRefreshes {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            for (int number = 1; number <= 24; number += 2) {
                rig.writeAndRefresh(number, 0);
                rig.writeAndRefresh(number + 1, 0);
                Pause.spin(4);
            }
        }

        @Actor
        public void reader(L_Result result) {
            result.r1 = lookUp(rig, 0, 7);
        }
    }

    /**
     * The bug: a lookup returns a pending write, one that no refresh has made visible.
     *
     * <p>How it could be reached: the lookup loads {@code live} and pauses; a refresh hides that
     * side, the replay on it is done, and the next batch is already being written to it, op by op,
     * when the lookup reads. Between two ops that side looks whole and at rest. A stamp on the side
     * that is merely even between changes does not tell; that the version is not live any more
     * does.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingEagerWrite {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            for (int number = 4; number <= 24; number += 4) {
                rig.writeAndRefresh(number, 0);
                // Pending, to be overwritten: never to be seen.
                rig.write(number + 1, 0);
                Pause.spin(2);
                rig.write(number + 2, 1);
                Pause.spin(2);
            }
        }

        @Actor
        public void reader(L_Result result) {
            result.r1 = lookUp(rig, 0, 7);
        }
    }

    /**
     * The bug: a lookup sees writes that were discarded, or sees them being taken back.
     *
     * <p>How it could be reached: the lookup loads {@code live} and pauses; a refresh hides that
     * side; the writer changes it and takes the changes back, by putting a clone in its place.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingDiscard {
        private final Rig rig = new Rig();

        @Actor
        public void writer() {
            for (int number = 1; number <= 8; number++) {
                rig.write(number + 1000, 1);
                rig.leftRight.discard();
                rig.leftRight.write(state -> true);
                rig.refresh(number - 1); // the same contents, now from the other side
                rig.writeAndRefresh(number, 1);
            }
        }

        @Actor
        public void reader(L_Result result) {
            result.r1 = lookUp(rig, 1, 0);
        }
    }
}
