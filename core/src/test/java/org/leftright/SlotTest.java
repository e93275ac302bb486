// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Threads without handles that begin to look for a slot at the same place, since they claim to have
 * the same id: each finds its own section again, whoever takes and gives back the slots beside it.
 */
class SlotTest {
    private static final RuntimeException RACED = new RuntimeException("as if a write had raced");

    private final LeftRight<int[]> leftRight =
            LeftRight.builder(new int[1], int[]::clone)
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();
    private final List<Actor> actors = new ArrayList<>();
    private final Actor writer = actor();

    private Actor actor() {
        Actor actor = Actor.withSameId();
        actors.add(actor);
        return actor;
    }

    @AfterEach
    void end() {
        actors.forEach(Actor::close);
    }

    private void refresh() {
        writer.run(() -> leftRight.batch(() -> leftRight.write(state -> ++state[0])));
    }

    /** A lookup that falls back to a slot, and does something while it holds that. */
    private int inFallback(Runnable inside) {
        boolean[] isRepeated = new boolean[1];
        return leftRight.lookupInt(
                state -> {
                    if (!isRepeated[0]) {
                        isRepeated[0] = true;
                        throw RACED;
                    }
                    inside.run();
                    return state[0];
                });
    }

    /** The version that a nested section of the actor sees. */
    private long nestedVersion(Actor actor) {
        return actor.call(
                () -> {
                    try (Section<int[]> nested = leftRight.enter()) {
                        assertThat((long) nested.state()[0]).isEqualTo(nested.version());
                        return nested.version();
                    }
                });
    }

    private Section<int[]> enter(Actor actor) {
        return actor.call(leftRight::enter);
    }

    @Test
    void eachFindsItsSectionThoughOneAloneHasTheFirstSlot() {
        Actor first = actor();
        Actor second = actor();
        Section<int[]> firsts = enter(first);
        Section<int[]> seconds = enter(second);
        refresh();
        assertThat(nestedVersion(first)).isZero();
        assertThat(nestedVersion(second)).isZero();
        first.run(firsts::close);
        assertThat(nestedVersion(first)).isEqualTo(1);
        assertThat(nestedVersion(second)).as("behind an idle slot").isZero();
        second.run(seconds::close);
        assertThat(nestedVersion(second)).isEqualTo(1);
    }

    @Test
    void aLookupInTheFirstSlotBesideASectionElsewhereLeavesNoNameThere() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread first = new Actor.SameId(() -> stay(entered, leave));
        first.start();
        entered.await();
        Actor second = actor();
        Section<int[]> section = enter(second);
        leave.countDown();
        first.join();
        refresh();
        refresh(); // abandons a side and forgets the dead thread's name: its slot is taken first
        second.run(
                () -> {
                    int looked = inFallback(() -> assertThat(section.version()).isZero());
                    assertThat(looked).as("what is live").isEqualTo(2);
                });
        assertThat(nestedVersion(second)).isZero();
        second.run(section::close);
    }

    private void stay(CountDownLatch entered, CountDownLatch leave) {
        try (Section<int[]> section = leftRight.enter()) {
            assertThat(section.version()).isZero();
            entered.countDown();
            Actor.uninterrupted(leave::await);
        }
    }

    @Test
    void aSectionNestedInALookupBesideASectionSeesThatOne() {
        Actor actor = actor();
        Section<int[]> section = enter(actor);
        refresh();
        actor.run(
                () ->
                        inFallback(
                                () -> {
                                    try (Section<int[]> nested = leftRight.enter()) {
                                        assertThat(nested.version()).isZero();
                                    }
                                    inFallback(() -> assertThat(section.version()).isZero());
                                }));
        assertThat(actor.<int[]>call(section::state)).containsExactly(0);
        actor.run(section::close);
    }

    @Test
    void aWriteThatWouldWaitForALookupOfItsOwnThreadIsRefused() {
        Actor actor = actor();
        actor.run(
                () ->
                        inFallback(
                                () -> {
                                    assertThatIllegalStateException()
                                            .isThrownBy(leftRight::refresh)
                                            .withMessageContaining("equals or hashCode");
                                    refresh(); // by another thread: the lookup's side is hidden now
                                    assertThatIllegalStateException()
                                            .isThrownBy(() -> leftRight.write(state -> ++state[0]))
                                            .withMessageContaining("equals or hashCode");
                                    assertThatIllegalStateException()
                                            .isThrownBy(() -> leftRight.settle(Duration.ofDays(1)));
                                }));
        assertThat(actor.<Long>call(leftRight::refresh)).isEqualTo(1);
        assertThat(leftRight.stats().abandonCount()).isZero();
    }

    @Test
    void aWriteInsideALookupBesideASectionIsRefusedToo() {
        Actor actor = actor();
        Section<int[]> section = enter(actor);
        actor.run(
                () ->
                        inFallback(
                                () ->
                                        assertThatIllegalStateException()
                                                .isThrownBy(leftRight::refresh)));
        actor.run(section::close);
        assertThat(actor.<Long>call(leftRight::refresh)).isZero();
    }

    /** Random steps of many threads, of which each knows what it has to see. */
    @Test
    void whateverTheOthersTakeAndGiveBack() {
        Random random = new Random(1);
        List<Actor> readers = new ArrayList<>();
        List<@Nullable Section<int[]>> open = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(actor());
            open.add(null);
            versions.add(0L);
        }
        for (int step = 0; step < 4000; step++) {
            int i = random.nextInt(readers.size());
            Actor reader = readers.get(i);
            Section<int[]> section = open.get(i);
            switch (random.nextInt(8)) {
                case 0 -> refresh();
                case 1, 2 -> {
                    if (section == null) {
                        open.set(i, enter(reader));
                        versions.set(i, leftRight.version());
                    }
                }
                case 3 -> {
                    if (section != null) {
                        reader.run(section::close);
                        open.set(i, null);
                    }
                }
                case 4, 5 ->
                        assertThat(reader.<Integer>call(() -> inFallback(() -> {})))
                                .isEqualTo((int) leftRight.version());
                default ->
                        assertThat(nestedVersion(reader))
                                .as("step " + step)
                                .isEqualTo(section == null ? leftRight.version() : versions.get(i));
            }
        }
    }
}
