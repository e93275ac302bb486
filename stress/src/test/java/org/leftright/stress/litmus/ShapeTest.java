// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's shapes under both models, and under each with something taken away. */
class ShapeTest {
    /**
     * A plain load sees a plain store that happens after it, by a release and an acquire. The cat
     * file of JAM21 allows that; its Coq definitions do not, nor does happens-before (JLS 17.4.5).
     */
    private static final Set<Shape> ALLOWED_IN_CAT =
            Set.of(Shape.named("DEPARTURE_RACES_REPLAY"), Shape.named("DEAD_SEES_REPLAY"));

    static List<Shape> shapes() {
        return Shape.ALL;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isForbiddenAsShipped(Shape shape) {
        Finding finding = Finding.of(shape, Weakening.NONE);
        assertThat(finding.inCoq()).as("JAM21 as in Coq").isFalse();
        assertThat(finding.inCat()).as("JAM21 as in cat").isEqualTo(ALLOWED_IN_CAT.contains(shape));
        assertThat(finding.onAArch64()).as("ways of execution that AArch64 allows").isEmpty();
    }

    static Stream<Arguments> steps() {
        return Arrays.stream(Site.values())
                .flatMap(
                        site ->
                                site.mode().below(site.kind()).stream()
                                        .map(weaker -> Arguments.of(site, weaker)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void isAllowedOneStepWeakerOrExplained(Site site, Mode weaker) {
        List<Finding> allowed = LitmusTests.allowing(Weakening.of(site, weaker));
        boolean isExplained =
                Covered.ALL.stream().anyMatch(each -> each.site() == site && each.mode() == weaker);
        assertThat(allowed.isEmpty())
                .as("%s %s: allowed in %s", site, weaker, allowed)
                .isEqualTo(isExplained);
    }

    @Test
    void eachSiteIsInAShape() {
        Set<Site> used = EnumSet.noneOf(Site.class);
        for (Shape shape : Shape.ALL) {
            used.addAll(shape.sites());
        }
        assertThat(used).isEqualTo(EnumSet.allOf(Site.class));
    }

    static Stream<Covered> shown() {
        return Covered.ALL.stream().filter(each -> each.shown().isPresent());
    }

    @ParameterizedTest
    @MethodSource("shown")
    void whatCoversASiteIsNamed(Covered covered) {
        Covered.Shown shown = covered.shown().orElseThrow();
        assertThat(Finding.of(shown.shape(), shown.all(covered.site())).inCoq())
                .as("both weaker")
                .isTrue();
        assertThat(Finding.of(shown.shape(), shown.others()).inCoq())
                .as("the other weaker")
                .isFalse();
    }

    @Test
    void whatNoModelShowsIsForbiddenEvenIfPlain() {
        for (Covered covered : Covered.ALL) {
            if (covered.shown().isEmpty()) {
                assertThat(LitmusTests.allowing(Weakening.of(covered.site(), Mode.PLAIN)))
                        .as("%s", covered)
                        .isEmpty();
            }
        }
    }

    @Test
    void theInterpreterWithoutABarrierNeedsTheFullFence() {
        Finding withoutFence =
                Finding.of(
                        Shape.named("SECTION_RACES_FLIP"),
                        Weakening.of(Site.FLIP_FENCE, Mode.NONE));
        assertThat(withoutFence.onAArch64()).first().isEqualTo(HotSpot.FAULTY_INTERPRETER);
        assertThat(withoutFence.inCoq()).isFalse();
    }

    /**
     * If the writer's load of a reader's version were plain, it could come after the writer's
     * stores with a store-store fence before the replay. (Unless the branch between them is still
     * there in the machine code: AArch64 orders a store after such a branch, Java does not.)
     */
    @Test
    void aStoreStoreFenceBeforeTheReplayIsTooLittle() {
        List<List<Instruction>> threads = new ArrayList<>();
        for (List<Instruction> thread :
                Shape.named("HELD_VERSION_NEWER")
                        .aarch64(
                                Weakening.of(Site.HELD_VERSION, Mode.OPAQUE),
                                HotSpot.C2,
                                HotSpot.C2)
                        .threads()) {
            threads.add(thread.stream().filter(each -> each.mode() != Mode.DMB_LD).toList());
        }
        assertThat(threads.get(0)).anyMatch(each -> each.mode() == Mode.DMB_ST);
        assertThat(new AArch64().allows(Litmus.of(threads))).isTrue();
    }

    /**
     * A lookup that races finds a node in its bucket by plain accesses. HotSpot makes the freeze of
     * final fields (JLS 17.5) a store-store fence at the end of the constructor; the address of
     * what a lookup loads next comes from the node. Both are needed.
     */
    @Test
    void aNewKeyNeedsTheFreezeOfItsNodesFinalFields() {
        String writer = "str built=1; str key=1; dmb st; str bucket=1";
        String lookup = " | ldr bucket=1; ldr key=1 addr:0; ldr built=0 addr:1";
        AArch64 model = new AArch64();
        assertThat(model.allows(Notation.parse(writer + lookup))).isFalse();
        assertThat(model.allows(Notation.parse(writer.replace("dmb st; ", "") + lookup))).isTrue();
        assertThat(model.allows(Notation.parse(writer + lookup.replace(" addr:1", "")))).isTrue();
    }

    /** The twin lookup-compares-side: the side is live again, the version is not. */
    @Test
    void aLookupThatComparedTheSideWouldBeAllowed() {
        List<List<Step>> threads =
                new ArrayList<>(Shape.named("LOOKUP_SLEEPS_OVER_TWO_FLIPS").threads());
        List<Step> reader = new ArrayList<>(threads.get(1));
        reader.set(reader.size() - 1, Step.parse("LOOKUP_CHECK live = 2"));
        threads.set(1, reader);
        assertThat(allowed(threads)).isTrue();
    }

    @Test
    void theOtherOrderOfTwoAccessesIsAllowed() {
        assertThat(swapped(Shape.named("LOOKUP_RACES_REPLAY"), 1, 1, 3))
                .as("check before read")
                .isTrue();
        assertThat(swapped(Shape.named("SECTION_RACES_FLIP"), 1, 0, 1))
                .as("live before epoch")
                .isTrue();
        assertThat(swapped(Shape.named("SECTION_RACES_FLIP"), 0, 0, 2))
                .as("scan before flip")
                .isTrue();
        assertThat(swapped(Shape.named("DEPARTURE_RACES_REPLAY"), 1, 2, 3))
                .as("departs early")
                .isTrue();
        assertThat(swapped(Shape.named("HELD_VERSION_STALE"), 1, 2, 3))
                .as("holds, then stores")
                .isTrue();
        assertThat(swapped(Shape.named("SECTION_OF_ANOTHER_FOUND"), 0, 3, 4))
                .as("owner first")
                .isTrue();
        assertThat(swapped(Shape.named("SLOT_OF_DEAD_NOT_EMPTY"), 1, 1, 2))
                .as("departs first")
                .isTrue();
    }

    private static boolean swapped(Shape shape, int thread, int one, int other) {
        List<List<Step>> threads = new ArrayList<>(shape.threads());
        List<Step> steps = new ArrayList<>(threads.get(thread));
        Collections.swap(steps, one, other);
        threads.set(thread, steps);
        return allowed(threads);
    }

    private static boolean allowed(List<List<Step>> threads) {
        return Jam21.COQ.allows(Litmus.of(threads.stream().map(Weakening.NONE::applyTo).toList()));
    }

    @Test
    void theCommandPrintsEachShape() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(LitmusTests.print(new PrintStream(bytes, true, StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("forbidden LOOKUP_RACES_REPLAY: as shipped")
                .contains("allowed   DEPARTURE_RACES_REPLAY: DEPART OPAQUE");
    }
}
