// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leftright.stress.model.Access.ACQUIRE;
import static org.leftright.stress.model.Access.OPAQUE;
import static org.leftright.stress.model.Access.PLAIN;
import static org.leftright.stress.model.Access.RELEASE;
import static org.leftright.stress.model.Access.VOLATILE;
import static org.leftright.stress.model.MemoryModel.TSO;
import static org.leftright.stress.model.MemoryModel.WEAK;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The checker against the litmus tests that every memory model is known by. A checker that forbids
 * too much would call anything proven; one that allows too much would find faults everywhere.
 */
class LitmusTest {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int SEEN = 2; // per thread, what it read
    private static final int MEMORY_SIZE = 8;

    private final List<Program> threads = new ArrayList<>();

    private LitmusTest thread(Consumer<Program> body) {
        Program p = new Program("thread " + threads.size());
        body.accept(p);
        threads.add(p);
        return this;
    }

    /** Whether the outcome comes about in some run of the threads. */
    private boolean allows(MemoryModel model, Expr outcome) {
        threads.forEach(Program::end);
        Program judge = new Program("judge");
        // It looks once, at any moment, also after all else.
        int looks = judge.register();
        judge.choose(looks);
        judge.check(r -> r.get(looks) == 0 || outcome.of(r) == 0 ? 1 : 0, "seen");
        List<Program> all = new ArrayList<>(threads);
        all.add(judge.end());
        Explorer.Trace trace =
                new Explorer(new Machine(all, MEMORY_SIZE, model, 4), 1_000_000)
                        .explore(new byte[MEMORY_SIZE]);
        threads.clear();
        return trace != null;
    }

    /** Keeps what was read plus one, so that 0 means: not read yet. */
    private static void read(Program p, int address, Access access, int place) {
        int register = p.register();
        p.load(register, address, access);
        later(p, register, place);
    }

    private static void later(Program p, int register, int place) {
        p.ghost(r -> SEEN + place, r -> r.get(register) + 1);
    }

    private static Expr saw(int first, int second) {
        return r -> r.ghost(SEEN) == first + 1 && r.ghost(SEEN + 1) == second + 1 ? 1 : 0;
    }

    private LitmusTest storeBuffering(Access store, Access load) {
        return thread(
                        p -> {
                            p.store(X, r -> 1, store);
                            read(p, Y, load, 0);
                        })
                .thread(
                        p -> {
                            p.store(Y, r -> 1, store);
                            read(p, X, load, 1);
                        });
    }

    @Test
    void aStoreIsOvertakenByALaterLoadUnlessBothAreVolatile() {
        assertThat(storeBuffering(PLAIN, PLAIN).allows(TSO, saw(0, 0))).isTrue();
        assertThat(storeBuffering(RELEASE, ACQUIRE).allows(TSO, saw(0, 0))).isTrue();
        assertThat(storeBuffering(RELEASE, ACQUIRE).allows(WEAK, saw(0, 0))).isTrue();
        assertThat(storeBuffering(RELEASE, VOLATILE).allows(WEAK, saw(0, 0))).isTrue();
        assertThat(storeBuffering(VOLATILE, ACQUIRE).allows(WEAK, saw(0, 0))).isTrue();
        assertThat(storeBuffering(VOLATILE, VOLATILE).allows(TSO, saw(0, 0))).isFalse();
        assertThat(storeBuffering(VOLATILE, VOLATILE).allows(WEAK, saw(0, 0))).isFalse();
    }

    private LitmusTest messagePassing(Access store, Access load) {
        return thread(
                        p -> {
                            p.store(X, r -> 1, PLAIN);
                            p.store(Y, r -> 1, store);
                        })
                .thread(
                        p -> {
                            int flag = p.register();
                            int data = p.register();
                            p.load(flag, Y, load);
                            p.load(data, X, PLAIN);
                            later(p, flag, 0);
                            later(p, data, 1);
                        });
    }

    @Test
    void aMessageNeedsReleaseAndAcquireOnAWeakMemory() {
        assertThat(messagePassing(PLAIN, PLAIN).allows(TSO, saw(1, 0))).isFalse();
        assertThat(messagePassing(OPAQUE, OPAQUE).allows(WEAK, saw(1, 0))).isTrue();
        assertThat(messagePassing(RELEASE, OPAQUE).allows(WEAK, saw(1, 0))).isTrue();
        assertThat(messagePassing(OPAQUE, ACQUIRE).allows(WEAK, saw(1, 0))).isTrue();
        assertThat(messagePassing(RELEASE, ACQUIRE).allows(WEAK, saw(1, 0))).isFalse();
    }

    private LitmusTest messageByFences(boolean stores, boolean loads) {
        return thread(
                        p -> {
                            p.store(X, r -> 1, PLAIN);
                            if (stores) {
                                p.releaseFence();
                            }
                            p.store(Y, r -> 1, OPAQUE);
                        })
                .thread(
                        p -> {
                            int flag = p.register();
                            int data = p.register();
                            p.load(flag, Y, OPAQUE);
                            if (loads) {
                                p.acquireFence();
                            }
                            p.load(data, X, PLAIN);
                            later(p, flag, 0);
                            later(p, data, 1);
                        });
    }

    @Test
    void fencesDoTheSameAndBothAreNeeded() {
        assertThat(messageByFences(true, true).allows(WEAK, saw(1, 0))).isFalse();
        assertThat(messageByFences(false, true).allows(WEAK, saw(1, 0))).isTrue();
        assertThat(messageByFences(true, false).allows(WEAK, saw(1, 0))).isTrue();
    }

    private LitmusTest loadBuffering(Access store) {
        return thread(
                        p -> {
                            int seen = p.register();
                            p.load(seen, X, PLAIN);
                            p.store(Y, r -> 1, store);
                            later(p, seen, 0);
                        })
                .thread(
                        p -> {
                            int seen = p.register();
                            p.load(seen, Y, PLAIN);
                            p.store(X, r -> 1, store);
                            later(p, seen, 1);
                        });
    }

    @Test
    void aLoadIsOvertakenByALaterStoreUnlessThatReleases() {
        assertThat(loadBuffering(PLAIN).allows(TSO, saw(1, 1))).isFalse();
        assertThat(loadBuffering(OPAQUE).allows(WEAK, saw(1, 1))).isTrue();
        assertThat(loadBuffering(RELEASE).allows(WEAK, saw(1, 1))).isFalse();
    }

    private LitmusTest coherence(Access load) {
        return thread(p -> p.store(X, r -> 1, OPAQUE))
                .thread(
                        p -> {
                            int first = p.register();
                            int second = p.register();
                            p.load(first, X, load);
                            p.load(second, X, load);
                            later(p, first, 0);
                            later(p, second, 1);
                        });
    }

    @Test
    void loadsOfOneAddressKeepTheirOrderUnlessPlain() {
        assertThat(coherence(PLAIN).allows(WEAK, saw(1, 0))).isTrue();
        assertThat(coherence(OPAQUE).allows(WEAK, saw(1, 0))).isFalse();
        assertThat(coherence(PLAIN).allows(TSO, saw(1, 0))).isFalse();
    }

    @Test
    void aThreadSeesItsOwnStoreBeforeOthersDo() {
        for (MemoryModel model : MemoryModel.values()) {
            thread(
                    p -> {
                        p.store(X, r -> 1, PLAIN);
                        read(p, X, PLAIN, 0);
                        read(p, Y, PLAIN, 1);
                    });
            assertThat(allows(model, saw(0, 0))).isFalse();
        }
    }

    private LitmusTest independentReads(Access load) {
        for (int place = 0; place < 2; place++) {
            int first = place == 0 ? X : Y;
            int second = place == 0 ? Y : X;
            int at = 2 * place;
            thread(
                    p -> {
                        int one = p.register();
                        int other = p.register();
                        p.load(one, first, load);
                        p.load(other, second, load);
                        later(p, one, at);
                        later(p, other, at + 1);
                    });
        }
        return thread(p -> p.store(X, r -> 1, RELEASE)).thread(p -> p.store(Y, r -> 1, RELEASE));
    }

    @Test
    void storesReachAllThreadsAtOnce() {
        Expr disagree =
                r ->
                        r.ghost(SEEN) == 2
                                        && r.ghost(SEEN + 1) == 1
                                        && r.ghost(SEEN + 2) == 2
                                        && r.ghost(SEEN + 3) == 1
                                ? 1
                                : 0;
        assertThat(independentReads(ACQUIRE).allows(WEAK, disagree)).isFalse();
        assertThat(independentReads(OPAQUE).allows(WEAK, disagree)).isTrue();
    }

    @Test
    void ofTwoThatCompareAndSetOneSucceeds() {
        for (MemoryModel model : MemoryModel.values()) {
            for (int place = 0; place < 2; place++) {
                int at = place;
                thread(
                        p -> {
                            int done = p.register();
                            p.compareAndSet(done, X, r -> 0, r -> 1);
                            later(p, done, at);
                        });
            }
            assertThat(allows(model, saw(1, 1))).isFalse();
        }
    }
}
