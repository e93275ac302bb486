// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.leftright.BareTable;
import org.leftright.LeftRightLongMap;
import org.leftright.LeftRightMap;
import org.leftright.LongTable;
import org.leftright.LongWriteHandle;
import org.leftright.WriteHandle;

/**
 * A map as the rows about writes see it, with ids or objects as keys.
 *
 * @param put a value
 * @param remove a key
 * @param batch runs a batch
 * @param loadOne loads an entry, for which the log says that all indexes may have been touched
 * @param refresh refreshes, and replays on the other side
 * @param snapshot pins the live side
 * @param count counts the entries by walking over them
 */
record Written(
        BiConsumer<Object, Object> put,
        Consumer<Object> remove,
        Consumer<Runnable> batch,
        BiConsumer<Object, Object> loadOne,
        Runnable refresh,
        Runnable snapshot,
        IntSupplier count) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    static Written leftRight(Keys kind) {
        if (kind.isLong()) {
            LeftRightLongMap<Object> map = LeftRightLongMap.create();
            LongWriteHandle<Object> writer = map.writer();
            return new Written(
                    (key, value) -> writer.put((Long) key, value),
                    key -> writer.remove((Long) key),
                    ops -> writer.batch(w -> ops.run()),
                    (key, value) -> writer.load(1, sink -> sink.accept((Long) key, value)),
                    () -> settle(writer.refresh(), writer.settle(LIMIT)),
                    map::snapshot,
                    () -> {
                        int[] count = new int[1];
                        map.forEach((key, value) -> count[0]++);
                        return count[0];
                    });
        }
        LeftRightMap<Object, Object> map = LeftRightMap.create();
        WriteHandle<Object, Object> writer = map.writer();
        return new Written(
                writer::put,
                writer::remove,
                ops -> writer.batch(w -> ops.run()),
                (key, value) -> writer.load(1, sink -> sink.accept(key, value)),
                () -> settle(writer.refresh(), writer.settle(LIMIT)),
                map::snapshot,
                () -> {
                    int[] count = new int[1];
                    map.forEach((key, value) -> count[0]++);
                    return count[0];
                });
    }

    /** One table of the same kind, which nobody reads meanwhile. */
    static Written bare(Keys kind) {
        if (kind.isLong()) {
            LongTable<Object> table = new LongTable<>();
            return bare(
                    (key, value) -> table.put((Long) key, value), key -> table.remove((Long) key));
        }
        BareTable table = new BareTable();
        return bare(table::put, table::remove);
    }

    /** A map that needs no refresh. */
    static Written bare(BiConsumer<Object, Object> put, Consumer<Object> remove) {
        return new Written(put, remove, Runnable::run, put, () -> {}, () -> {}, () -> 0);
    }

    private static void settle(long version, boolean settled) {
        if (!settled) {
            throw new IllegalStateException(version + " owes a replay, which is not measured");
        }
    }
}
