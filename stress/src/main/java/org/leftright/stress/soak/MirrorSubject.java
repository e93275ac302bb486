// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;
import org.leftright.Reader;
import org.leftright.Section;
import org.leftright.Stats;
import org.leftright.Straggler;

/** A plain {@link LeftRight} over a {@link Mirror}. */
final class MirrorSubject implements Subject {
    private final LeftRight<Mirror> leftRight;
    private final Faults faults;
    private final Trap copierTrap;

    /** The writer's: what else the next write does. */
    private Mirror.Trick nextTrick = Mirror.Trick.NONE;

    MirrorSubject(Faults faults, Consumer<Straggler> listener) {
        this.faults = faults;
        this.copierTrap = new Trap(faults, Fault.COPIER_THREW);
        this.leftRight =
                LeftRight.builder(
                                new Mirror(),
                                state -> {
                                    copierTrap.pass();
                                    return state.copy();
                                })
                        .stallTimeout(Duration.ofMillis(20))
                        .stragglerListener(listener)
                        .build();
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

    private record ReaderHandle(Reader<Mirror> handle) implements Handle {
        @Override
        public void read(Consumer<Sight> fn) {
            handle.read(
                    state -> {
                        fn.accept(new StateSight(state));
                        return null;
                    });
        }

        @Override
        public Sight enter() {
            return new SectionSight(handle.enter());
        }

        @Override
        public void close() {
            handle.close();
        }
    }

    @Override
    public String name() {
        return "LeftRight";
    }

    @Override
    public Stats stats() {
        return leftRight.stats();
    }

    @Override
    public @Nullable Cell lookup(int key) {
        return leftRight.lookup(key, Mirror.LOOKUP);
    }

    @Override
    public void read(Consumer<Sight> fn) {
        leftRight.read(
                state -> {
                    fn.accept(new StateSight(state));
                    return null;
                });
    }

    @Override
    public Sight enter() {
        return new SectionSight(leftRight.enter());
    }

    @Override
    public Handle handle() {
        return new ReaderHandle(leftRight.reader());
    }

    @Override
    public void write(int key, @Nullable Cell cell, @Nullable Cell old, int way) {
        Mirror.Trick trick = nextTrick;
        nextTrick = Mirror.Trick.NONE;
        write(key, cell, trick);
    }

    private void write(int key, @Nullable Cell cell, Mirror.Trick trick) {
        leftRight.write(new Mirror.Set(key, cell, trick, faults));
    }

    @Override
    public void rewrite(Cell[] cells, int way) {
        for (Cell cell : cells) {
            write(cell.key, cell, Mirror.Trick.NONE);
        }
    }

    @Override
    public @Nullable Cell pending(int key) {
        return leftRight.pending(state -> state.get(key));
    }

    @Override
    public void forEachPending(Tally tally) {
        leftRight.pending(
                state -> {
                    state.forEach(tally);
                    return null;
                });
    }

    @Override
    public int pendingOpCount() {
        return leftRight.pendingOpCount();
    }

    @Override
    public long version() {
        return leftRight.version();
    }

    @Override
    public long refresh() {
        return leftRight.refresh();
    }

    @Override
    public long refresh(Object attachment) {
        return leftRight.refresh(attachment);
    }

    @Override
    public boolean tryRefresh() {
        return leftRight.tryRefresh();
    }

    @Override
    public int discard() {
        return leftRight.discard();
    }

    @Override
    public boolean settle(Duration limit) {
        return leftRight.settle(limit);
    }

    @Override
    public void batch(Object attachment, Runnable body) {
        leftRight.batch(attachment, body);
    }

    @Override
    public void writeThatThrows(Cell cell, SplittableRandom random) {
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
    public void writeTooLarge(Cell cell, int way) {
        write(cell.key, cell, Mirror.Trick.NEEDS_TOO_MUCH);
    }

    @Override
    public void arm(SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> copierTrap.set(1);
            case 1 -> nextTrick = Mirror.Trick.REFUSES_TO_UNDO;
            case 2 -> nextTrick = Mirror.Trick.THROWS_IN_UNDO;
            default -> nextTrick = Mirror.Trick.THROWS_IN_REPLAY;
        }
    }
}
