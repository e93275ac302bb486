// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The oplog of a map: the touched indexes. What a batch did is in the tables themselves. */
final class TableOplog<T> implements Oplog<T> {
    private final TableLog log;
    private final BiConsumer<T, T> copyTouched;
    private final Function<T, ? extends Consumer<? super T>> savepoint;
    private final ToIntFunction<T> size;

    /**
     * @param log what both tables log to
     * @param copyTouched makes the first table equal to the second, which differ by the log
     * @param savepoint remembers what the pending ops have made of a table, and returns what stores
     *     that in a table that is equal to the live one: in the same table, or in a clone made
     *     since
     * @param size counts a table's entries
     */
    private TableOplog(
            TableLog log,
            BiConsumer<T, T> copyTouched,
            Function<T, ? extends Consumer<? super T>> savepoint,
            ToIntFunction<T> size) {
        this.log = log;
        this.copyTouched = copyTouched;
        this.savepoint = savepoint;
        this.size = size;
    }

    static <V> Oplog<LongTable<V>> ofLongTable(TouchLog log) {
        return new TableOplog<>(
                log,
                (hidden, live) -> hidden.copyTouched(live, log),
                table -> table.savepoint(log),
                LongTable::size);
    }

    static <K, V> Oplog<ObjectTable<K, V>> ofObjectTable(TouchLog log) {
        return new TableOplog<>(
                log, ObjectTable::copyTouched, ObjectTable::savepoint, ObjectTable::size);
    }

    static Oplog<IdSetTable> ofIdSets(IdSetLog log) {
        return new TableOplog<>(
                log, IdSetTable::copyTouched, IdSetTable::savepoint, table -> table.sets.size());
    }

    @Override
    public int size() {
        return log.opCount();
    }

    @Override
    public void replay(T hidden, T live) {
        copyTouched.accept(hidden, live);
    }

    @Override
    public boolean undo(T hidden, T live) {
        copyTouched.accept(hidden, live);
        return true;
    }

    @Override
    public Savepoint<T> savepoint(T hidden) {
        boolean isAll = log.isAll();
        Runnable mark = log.mark();
        Consumer<? super T> again = savepoint.apply(hidden);
        return (table, live) -> {
            try {
                if (table != null && !isAll) {
                    copyTouched.accept(table, live);
                }
            } finally {
                mark.run();
            }
            if (table != null) {
                again.accept(table);
            }
            return table != null;
        };
    }

    @Override
    public void redo(T clone) {
        if (log.opCount() > 0) {
            throw new IllegalStateException(
                    "the hidden side with the pending ops is lost: discard() them");
        }
    }

    @Override
    public long entryCount(T table) {
        return size.applyAsInt(table);
    }

    @Override
    public void clear() {
        log.clear();
    }
}
