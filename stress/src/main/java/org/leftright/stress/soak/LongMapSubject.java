// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightLongMap;
import org.leftright.LongMapView;
import org.leftright.LongReadHandle;
import org.leftright.LongWriteHandle;
import org.leftright.Straggler;

/** A {@link LeftRightLongMap}. */
final class LongMapSubject extends Subject {
    private final LeftRightLongMap<Cell> map;
    private final LongWriteHandle<Cell> writer;
    private final Faults faults;

    LongMapSubject(Faults faults, Consumer<Straggler> listener) {
        this(
                faults,
                LeftRightLongMap.<Cell>builder()
                        .stallTimeout(Duration.ofMillis(50))
                        .stragglerListener(listener)
                        .build());
    }

    private LongMapSubject(Faults faults, LeftRightLongMap<Cell> map) {
        this(faults, map, map.writer());
    }

    private LongMapSubject(
            Faults faults, LeftRightLongMap<Cell> map, LongWriteHandle<Cell> writer) {
        super(
                "LeftRightLongMap",
                map::stats,
                map::version,
                new Commands(
                        writer::refresh,
                        writer::refresh,
                        writer::tryRefresh,
                        writer::discard,
                        writer::settle,
                        writer::pendingOpCount,
                        (attachment, body) -> writer.batch(attachment, handle -> body.run())));
        this.faults = faults;
        this.map = map;
        this.writer = writer;
    }

    // Made around the call that enters: space for the object is allocated before that is evaluated,
    // so that no section is left open when memory runs out.
    private record ViewSight(LongMapView<Cell> view) implements Sight {
        @Override
        public @Nullable Cell get(int key) {
            return view.get(key);
        }

        @Override
        public void forEach(Tally tally) {
            view.forEach((key, cell) -> tally.add((int) key, cell));
        }

        @Override
        public long version() {
            return view.version();
        }

        @Override
        public @Nullable Object attachment() {
            return view.attachment();
        }

        @Override
        public void close() {
            view.close();
        }
    }

    @Override
    @Nullable Cell lookup(int key) {
        return map.get(key);
    }

    @Override
    public void read(Consumer<Sight> fn) {
        map.read(view -> shown(fn, new ViewSight(view)));
    }

    @Override
    public Sight enter() {
        return new ViewSight(map.enter());
    }

    @Override
    Handle handle() {
        LongReadHandle<Cell> handle = map.reader();
        return new Handle(
                fn -> handle.read(view -> shown(fn, new ViewSight(view))),
                () -> new ViewSight(handle.enter()),
                handle::close);
    }

    @Override
    Sight snapshot() {
        return new KeptMap<>(map.snapshot(), key -> (long) key);
    }

    @Override
    Sight liveMap() {
        return new KeptMap<>(map.asMap(), key -> (long) key);
    }

    @Override
    void write(int key, @Nullable Cell cell, @Nullable Cell old, int way) {
        if (cell == null) {
            switch (way % 4) {
                case 0 -> writer.compute(key, (k, known) -> null);
                case 1 -> writer.computeIfPresent(key, (k, known) -> null);
                case 2 -> writer.removeIf((k, known) -> k == key);
                default -> writer.remove(key);
            }
        } else {
            switch (way % 5) {
                case 0 -> writer.compute(key, (k, known) -> cell);
                case 1 -> writer.merge(key, cell, (known, given) -> given);
                case 2 -> writer.putAll(Map.of((long) key, cell));
                case 3 -> {
                    if (old == null) {
                        writer.computeIfAbsent(key, k -> cell);
                    } else {
                        writer.computeIfPresent(key, (k, known) -> cell);
                    }
                }
                default -> writer.put(key, cell);
            }
        }
    }

    @Override
    void rewrite(Cell[] cells, int way) {
        switch (way % 3) {
            case 0 -> writer.replaceAll((key, old) -> replaced(cells, (int) key, old));
            case 1 -> {
                writer.clear();
                for (Cell cell : cells) {
                    writer.putIfAbsent(cell.key, cell);
                }
            }
            default ->
                    writer.load(
                            cells.length,
                            sink -> {
                                for (Cell cell : cells) {
                                    sink.accept(cell.key, cell);
                                }
                            });
        }
    }

    @Override
    @Nullable Cell pending(int key) {
        return writer.get(key);
    }

    @Override
    void forEachPending(Tally tally) {
        writer.forEach((key, cell) -> tally.add((int) key, cell));
    }

    @Override
    void writeThatThrows(Cell cell, SplittableRandom random) {
        switch (random.nextInt(3)) {
            case 0 -> writer.compute(cell.key, (key, old) -> faults.thrownIf(true, cell));
            case 1 -> writer.replaceAll((key, old) -> faults.thrownIf(key == Model.MARKER, cell));
            default -> writer.removeIf((key, old) -> faults.thrownIf(key == Model.MARKER, true));
        }
    }

    @Override
    void writeTooLarge(Cell cell, int way) {
        if (way % 2 == 0) {
            writer.load(1 << 29, sink -> sink.accept(cell.key, cell));
        }
        for (long key = Model.KEYS; key < Long.MAX_VALUE; key++) {
            writer.put(key, cell);
        }
    }

    @Override
    boolean loadThatThrows(Cell cell) {
        writer.load(
                1,
                sink -> {
                    sink.accept(cell.key, cell);
                    faults.raise(Fault.LOAD_THREW);
                });
        return true;
    }
}
