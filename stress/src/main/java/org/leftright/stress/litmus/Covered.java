// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.List;
import java.util.Optional;

/**
 * A site that may be one step weaker, and no shape shows it: why. Where another access or fence
 * does the same, a weakening of both shows it; where the site is stronger than it must be, a
 * weakening by one more step; and where it is the compiler that is kept from something, no model
 * does.
 *
 * @param site that is stronger
 * @param mode one step below it
 * @param why no shape shows it
 * @param shown a shape and a weakening in which the site's makes the difference
 */
record Covered(Site site, Mode mode, String why, Optional<Shown> shown) {
    private static final String FULL_FENCE =
            "the full fence of the flip is a StoreLoad barrier too; without that fence this is needed";
    private static final String RELEASES =
            "a release store is enough, since the arrival that follows is volatile";
    private static final String REPLAY =
            "all loads of the writer before the replay acquire, and the flip has a full fence; if the"
                    + " held version were loaded as opaque, this would be needed";
    private static final String COMPILER =
            "opaque restrains the compiler alone, which may not reuse an earlier load nor drop a"
                    + " store; neither model has a compiler";
    private static final String ATOMIC =
            "atomicity alone is needed; every weaker compare-and-set may fail spuriously";

    static final List<Covered> ALL =
            List.of(
                    byFullFence(Site.LIVE_STORE, Mode.RELEASE, "SECTION_RACES_FLIP"),
                    byFullFence(Site.SCAN, Mode.ACQUIRE, "SECTION_RACES_FLIP"),
                    byFullFence(Site.HANDLES_LOAD, Mode.ACQUIRE, "REGISTRATION_RACES_FLIP"),
                    byFullFence(Site.GROWN_HANDLES_LOAD, Mode.ACQUIRE, "GROWTH_RACES_FLIP"),
                    byFullFence(Site.SEGMENTS_LOAD, Mode.ACQUIRE, "NEW_SLOTS_RACE_FLIP"),
                    new Covered(
                            Site.REPLAY_FENCE,
                            Mode.NONE,
                            REPLAY,
                            Optional.of(
                                    new Shown(
                                            Shape.named("HELD_VERSION_NEWER"),
                                            Weakening.of(Site.HELD_VERSION, Mode.OPAQUE),
                                            Mode.NONE))),
                    byOneMoreStep(Site.HANDLES_STORE, "HANDLE_HALF_MADE"),
                    byOneMoreStep(Site.GROWN_HANDLES_STORE, "HANDLES_HALF_GROWN"),
                    byOneMoreStep(Site.SEGMENTS_STORE, "SLOTS_HALF_MADE"),
                    inNoModel(Site.LOOKUP_CHECK, Mode.PLAIN, COMPILER),
                    inNoModel(Site.TRY_ARRIVE_LOAD, Mode.PLAIN, COMPILER),
                    inNoModel(Site.PIN, Mode.PLAIN, COMPILER),
                    inNoModel(Site.IS_PINNED, Mode.PLAIN, COMPILER),
                    inNoModel(Site.FORGET_OWNER, Mode.ACQUIRE, ATOMIC),
                    inNoModel(Site.FORGET_OWNER, Mode.RELEASE, ATOMIC),
                    inNoModel(Site.FORGET_VERSION, Mode.ACQUIRE, ATOMIC),
                    inNoModel(Site.FORGET_VERSION, Mode.RELEASE, ATOMIC));

    /**
     * Where the weakening makes the difference.
     *
     * @param shape in which it does
     * @param others what else is taken away
     * @param mode of the site
     */
    record Shown(Shape shape, Weakening others, Mode mode) {
        Weakening all(Site site) {
            return others.and(site, mode);
        }
    }

    private static Covered byFullFence(Site site, Mode mode, String shape) {
        Weakening noFence = Weakening.of(Site.FLIP_FENCE, Mode.NONE);
        return new Covered(
                site, mode, FULL_FENCE, Optional.of(new Shown(Shape.named(shape), noFence, mode)));
    }

    private static Covered byOneMoreStep(Site site, String shape) {
        Shown shown = new Shown(Shape.named(shape), Weakening.NONE, Mode.OPAQUE);
        return new Covered(site, Mode.RELEASE, RELEASES, Optional.of(shown));
    }

    private static Covered inNoModel(Site site, Mode mode, String why) {
        return new Covered(site, mode, why, Optional.empty());
    }
}
