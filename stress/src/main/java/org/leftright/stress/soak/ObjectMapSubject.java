// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightMap;
import org.leftright.MapView;
import org.leftright.ReadHandle;
import org.leftright.Straggler;
import org.leftright.WriteHandle;

/** A {@link LeftRightMap} with String keys, in its own table or in a map by supplier. */
final class ObjectMapSubject extends Subject {
    private static final String[] KEYS = keys();
    private static final String LARGE = "+".repeat(1 << 16);

    private final LeftRightMap<String, Cell> map;
    private final WriteHandle<String, Cell> writer;
    private final Faults faults;

    ObjectMapSubject(Faults faults, Consumer<Straggler> listener) {
        this(
                faults,
                LeftRightMap.<String, Cell>builder()
                        .stallTimeout(Duration.ofMillis(100))
                        .stragglerListener(listener)
                        .build());
    }

    private ObjectMapSubject(Faults faults, LeftRightMap<String, Cell> map) {
        this(faults, map, map.writer());
    }

    private ObjectMapSubject(
            Faults faults, LeftRightMap<String, Cell> map, WriteHandle<String, Cell> writer) {
        super(
                "LeftRightMap",
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

    private static String[] keys() {
        String[] keys = new String[Model.KEYS];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key " + i;
        }
        return keys;
    }

    private static void add(Tally tally, String key, Cell cell) {
        tally.add(key.equals(KEYS[cell.key]) ? cell.key : -1, cell);
    }

    // Made around the call that enters, as in LongMapSubject.
    private record ViewSight(MapView<String, Cell> view) implements Sight {
        @Override
        public @Nullable Cell get(int key) {
            return view.get(KEYS[key]);
        }

        @Override
        public void forEach(Tally tally) {
            view.forEach((key, cell) -> add(tally, key, cell));
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
        return map.get(KEYS[key]);
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
        ReadHandle<String, Cell> handle = map.reader();
        return new Handle(
                fn -> handle.read(view -> shown(fn, new ViewSight(view))),
                () -> new ViewSight(handle.enter()),
                handle::close);
    }

    @Override
    Sight snapshot() {
        return new KeptMap<>(map.snapshot(), key -> KEYS[key]);
    }

    @Override
    Sight liveMap() {
        return new KeptMap<>(map.asMap(), key -> KEYS[key]);
    }

    @Override
    void write(int index, @Nullable Cell cell, @Nullable Cell old, int way) {
        String key = KEYS[index];
        if (cell == null) {
            switch (way % 4) {
                case 0 -> writer.compute(key, (k, known) -> null);
                case 1 -> writer.computeIfPresent(key, (k, known) -> null);
                case 2 -> writer.removeIf((k, known) -> k.equals(key));
                default -> writer.remove(key);
            }
        } else {
            switch (way % 5) {
                case 0 -> writer.compute(key, (k, known) -> cell);
                case 1 -> writer.merge(key, cell, (known, given) -> given);
                case 2 -> writer.putAll(Map.of(key, cell));
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
            case 0 -> writer.replaceAll((key, old) -> replaced(cells, old.key, old));
            case 1 -> {
                writer.clear();
                for (Cell cell : cells) {
                    writer.putIfAbsent(KEYS[cell.key], cell);
                }
            }
            default ->
                    writer.load(
                            cells.length,
                            sink -> {
                                for (Cell cell : cells) {
                                    sink.accept(KEYS[cell.key], cell);
                                }
                            });
        }
    }

    @Override
    @Nullable Cell pending(int key) {
        return writer.get(KEYS[key]);
    }

    @Override
    void forEachPending(Tally tally) {
        writer.forEach((key, cell) -> add(tally, key, cell));
    }

    @Override
    void writeThatThrows(Cell cell, SplittableRandom random) {
        String marker = KEYS[Model.MARKER];
        switch (random.nextInt(3)) {
            case 0 -> writer.compute(KEYS[cell.key], (key, old) -> faults.thrownIf(true, cell));
            case 1 -> writer.replaceAll((key, old) -> faults.thrownIf(key.equals(marker), cell));
            default -> writer.removeIf((key, old) -> faults.thrownIf(key.equals(marker), true));
        }
    }

    @Override
    void writeTooLarge(Cell cell, int way) {
        if (way % 2 == 0) {
            writer.load(1 << 29, sink -> sink.accept("too large", cell));
        }
        for (long i = 0; i < Long.MAX_VALUE; i++) {
            writer.put(i + LARGE, cell);
        }
    }

    @Override
    boolean loadThatThrows(Cell cell) {
        writer.load(
                1,
                sink -> {
                    sink.accept(KEYS[cell.key], cell);
                    faults.raise(Fault.LOAD_THREW);
                });
        return true;
    }
}
