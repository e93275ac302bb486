// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Spliterator;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of a {@link LongMapView}, without boxing and without an object for each
 * entry:
 *
 * <pre>{@code
 * LeftRightLongMap<Integer> stock = LeftRightLongMap.create();
 * try (LongMapView<Integer> view = stock.enter()) {
 *     for (LongMapCursor<Integer> cursor = view.cursor(); cursor.advance(); ) {
 *         System.out.println(cursor.key() + " " + cursor.value());
 *     }
 * }
 * }</pre>
 *
 * <p>Valid until the section ends, in the thread that entered it; the entry where it stands stays
 * readable. No method waits.
 *
 * @param <V> the values
 */
public final class LongMapCursor<V> {
    private final Held<?> held;
    private final Version<?> version;
    private final LongTable<V> table;
    private int nextIndex;
    private long key;
    private @Nullable V value;

    LongMapCursor(Held<?> held, LongTable<V> table) {
        this.held = held;
        this.version = held.heldVersion();
        this.table = table;
    }

    /**
     * Goes to the next entry, in no particular order; the first call goes to the first one. All
     * entries together cost O(capacity).
     *
     * @return whether there is one
     * @throws IllegalStateException if the section has ended or belongs to another thread
     */
    public boolean advance() {
        held.require(version);
        int index = table.nextIndex(nextIndex);
        if (index < 0) {
            nextIndex = Integer.MAX_VALUE; // there is none from here on
            value = null;
            return false;
        }
        nextIndex = index + 1;
        key = table.keyAt(index);
        value = table.valueAt(index);
        return true;
    }

    /**
     * Returns the key of the entry.
     *
     * @return the key
     * @throws IllegalStateException if the last call of {@link #advance} has not returned true
     */
    public long key() {
        value();
        return key;
    }

    /**
     * Returns the value of the entry.
     *
     * @return the value
     * @throws IllegalStateException if the last call of {@link #advance} has not returned true
     */
    public V value() {
        V found = value;
        if (found == null) {
            throw new IllegalStateException(
                    "the cursor is at no entry: read one after advance() has returned true");
        }
        return found;
    }

    /** The keys from here on, as {@link SectionElements}. */
    LongStream keys() {
        return StreamSupport.longStream(new Keys(this), false);
    }

    private static final class Keys implements Spliterator.OfLong {
        private final LongMapCursor<?> cursor;
        private long left;

        Keys(LongMapCursor<?> cursor) {
            this.cursor = cursor;
            this.left = cursor.table.size();
        }

        @Override
        public boolean tryAdvance(LongConsumer action) {
            if (!cursor.advance()) {
                return false;
            }
            left--;
            action.accept(cursor.key);
            return true;
        }

        @Override
        public @Nullable OfLong trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            cursor.held.require(cursor.version); // count() asks for nothing else
            return left;
        }

        @Override
        public int characteristics() {
            return SIZED | DISTINCT | NONNULL | IMMUTABLE;
        }
    }
}
