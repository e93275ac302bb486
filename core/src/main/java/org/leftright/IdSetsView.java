// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * What a section sees of {@link GroupIdSets}: one version, whole. Valid until the section ends, in
 * the thread that entered it; what it returns stays valid. No method waits.
 *
 * <p>Every method but {@link #close} throws {@link IllegalStateException} if the section has ended,
 * and every method if it belongs to another thread; but the view that {@code read} passes is used
 * again by later sections. A view of a group's snapshot has no section: it is valid for ever, in
 * any thread.
 */
public final class IdSetsView extends AbstractView<IdSetTable> {
    private static final long[] NONE = new long[0];

    IdSetsView(Held<?> held, int member) {
        super(held, member);
    }

    /**
     * Tells whether a key has an id. O(1).
     *
     * @param key the key
     * @param id the id
     * @return whether the key exists and has it
     */
    public boolean contains(long key, long id) {
        return IdSetTable.contains(table().sets.get(key), id);
    }

    /**
     * Returns how many ids a key has. O(1).
     *
     * @param key the key
     * @return the count, 0 if there is no such key
     */
    public int sizeOf(long key) {
        return IdSetTable.sizeOf(table().sets.get(key));
    }

    /**
     * Returns the number of keys.
     *
     * @return the count
     */
    public int keyCount() {
        return table().sets.size();
    }

    /**
     * Visits the ids of a key, in no particular order. O(ids).
     *
     * @param key the key
     * @param action gets each id
     */
    public void forEach(long key, LongConsumer action) {
        Objects.requireNonNull(action, "action");
        Version<?> version = held.heldVersion();
        IdSet set = table().sets.get(key);
        if (set != null) {
            set.forEach(
                    id -> {
                        held.require(version); // the action may have ended the section
                        action.accept(id);
                    });
        }
    }

    /**
     * Copies the ids of a key, in no particular order. O(ids).
     *
     * @param key the key
     * @return a new array, empty if there is no such key
     */
    public long[] ids(long key) {
        IdSet set = table().sets.get(key);
        return set == null ? NONE : set.toArray();
    }

    /**
     * Copies the keys, in no particular order.
     *
     * @return a new array
     */
    public long[] keys() {
        return new LongMapCursor<>(held, table().sets).keys().toArray();
    }

    @Override
    public String toString() {
        return "IdSetsView[version=" + version() + ", keyCount=" + keyCount() + "]";
    }
}
