// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;
import org.leftright.Reader;
import org.leftright.Section;
import org.leftright.Straggler;

/** A plain {@link LeftRight} over a {@link Mirror}. */
final class MirrorSubject extends Subject {
    private final LeftRight<Mirror> leftRight;
    private final Faults faults;
    private final Trap copierTrap;

    /** The writer's: what else the next write does. */
    private Mirror.Trick nextTrick = Mirror.Trick.NONE;

    MirrorSubject(Faults faults, Consumer<Straggler> listener) {
        this(faults, listener, new Trap(faults, Fault.COPIER_THREW));
    }

    private MirrorSubject(Faults faults, Consumer<Straggler> listener, Trap copierTrap) {
        this(
                faults,
                copierTrap,
                LeftRight.builder(
                                new Mirror(),
                                state -> {
                                    copierTrap.pass();
                                    return state.copy();
                                })
                        .stallTimeout(Duration.ofMillis(20))
                        .stragglerListener(listener)
                        .build());
    }

    private MirrorSubject(Faults faults, Trap copierTrap, LeftRight<Mirror> leftRight) {
        super(
                "LeftRight",
                leftRight::stats,
                leftRight::version,
                new Commands(
                        leftRight::refresh,
                        leftRight::refresh,
                        leftRight::tryRefresh,
                        leftRight::discard,
                        leftRight::settle,
                        leftRight::pendingOpCount,
                        leftRight::batch));
        this.faults = faults;
        this.copierTrap = copierTrap;
        this.leftRight = leftRight;
    }

    // Made around the call that enters, as in LongMapSubject.
    private record SectionSight(Section<Mirror> section) implements Sight {
        @Override
        public @Nullable Cell get(int key) {
            return section.state().get(key);
        }

        @Override
        public void forEach(Tally tally) {
            section.state().forEach(tally);
        }

        @Override
        public long version() {
            return section.version();
        }

        @Override
        public @Nullable Object attachment() {
            return section.attachment();
        }

        @Override
        public void close() {
            section.close();
        }
    }

    private record StateSight(Mirror state) implements Sight {
        @Override
        public @Nullable Cell get(int key) {
            return state.get(key);
        }

        @Override
        public void forEach(Tally tally) {
            state.forEach(tally);
        }
    }

    @Override
    @Nullable Cell lookup(int key) {
        return leftRight.lookup(key, Mirror.LOOKUP);
    }

    @Override
    public void read(Consumer<Sight> fn) {
        leftRight.read(state -> shown(fn, new StateSight(state)));
    }

    @Override
    public Sight enter() {
        return new SectionSight(leftRight.enter());
    }

    @Override
    Handle handle() {
        Reader<Mirror> handle = leftRight.reader();
        return new Handle(
                fn -> handle.read(state -> shown(fn, new StateSight(state))),
                () -> new SectionSight(handle.enter()),
                handle::close);
    }

    @Override
    void write(int key, @Nullable Cell cell, @Nullable Cell old, int way) {
        Mirror.Trick trick = nextTrick;
        nextTrick = Mirror.Trick.NONE;
        write(key, cell, trick);
    }

    private void write(int key, @Nullable Cell cell, Mirror.Trick trick) {
        leftRight.write(new Mirror.Set(key, cell, trick, faults));
    }

    @Override
    void rewrite(Cell[] cells, int way) {
        for (Cell cell : cells) {
            write(cell.key, cell, Mirror.Trick.NONE);
        }
    }

    @Override
    @Nullable Cell pending(int key) {
        return leftRight.pending(state -> state.get(key));
    }

    @Override
    void forEachPending(Tally tally) {
        leftRight.pending(
                state -> {
                    state.forEach(tally);
                    return null;
                });
    }

    @Override
    void writeThatThrows(Cell cell, SplittableRandom random) {
        write(
                cell.key,
                cell,
                switch (random.nextInt(3)) {
                    case 0 -> Mirror.Trick.THROWS_FIRST;
                    case 1 -> Mirror.Trick.THROWS_HALFWAY;
                    default -> Mirror.Trick.THROWS_AT_THE_END;
                });
    }

    @Override
    void writeTooLarge(Cell cell, int way) {
        write(cell.key, cell, Mirror.Trick.NEEDS_TOO_MUCH);
    }

    @Override
    void arm(SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> copierTrap.set(1);
            case 1 -> nextTrick = Mirror.Trick.REFUSES_TO_UNDO;
            case 2 -> nextTrick = Mirror.Trick.THROWS_IN_UNDO;
            default -> nextTrick = Mirror.Trick.THROWS_IN_REPLAY;
        }
    }
}
