// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/** What one refresh has changed in {@link GroupIdSets}; see {@link Changes}. */
public final class IdSetChanges extends AbstractChanges {
    private final IdSetTable before;
    private final IdSetTable now;
    private final IdSetLog log;

    IdSetChanges(IdSetTable before, IdSetTable now, IdSetLog log, Version<?> version) {
        super(version);
        this.before = before;
        this.now = now;
        this.log = log;
    }

    /**
     * Visits each id that a key has got or lost, once, in no particular order. For a key that was
     * replaced or taken away, or whose set has grown or become smaller, it costs as much as the ids
     * that it had and has; after {@code clear}, that is every key.
     *
     * @param visitor gets the key, the id, and whether the key has it now
     * @throws IllegalStateException after the listener has returned, or in another thread
     */
    public void forEach(Visitor visitor) {
        check();
        if (log.isAll()) {
            for (int i = now.sets.nextIndex(0); i >= 0; i = now.sets.nextIndex(i + 1)) {
                visit(now.sets.keyAt(i), null, visitor);
            }
            for (int i = before.sets.nextIndex(0); i >= 0; i = before.sets.nextIndex(i + 1)) {
                if (!now.sets.containsKey(before.sets.keyAt(i))) {
                    visit(before.sets.keyAt(i), null, visitor);
                }
            }
            return;
        }
        IdSet keys = new IdSet(); // a key may have left one slot for another
        log.forEachTouchedSet(
                (slot, touched) -> {
                    IdSet old = before.setAt(slot);
                    IdSet set = now.setAt(slot);
                    if (old != null && keys.add(old.key)) {
                        visit(old.key, touched, visitor);
                    }
                    if (set != null && keys.add(set.key)) {
                        visit(set.key, touched, visitor);
                    }
                });
    }

    private void visit(long key, @Nullable TouchLog touched, Visitor visitor) {
        IdSet old = before.sets.get(key);
        IdSet set = now.sets.get(key);
        if (old == null || set == null || touched == null || touched.isAll()) {
            if (set != null) {
                set.forEach(id -> visitUnlessIn(old, key, id, true, visitor));
            }
            if (old != null) {
                old.forEach(id -> visitUnlessIn(set, key, id, false, visitor));
            }
            return;
        }
        for (int place : touched.distinct()) {
            if (set.idAt(place) != 0) {
                visitUnlessIn(old, key, set.idAt(place), true, visitor);
            }
            if (old.idAt(place) != 0) {
                visitUnlessIn(set, key, old.idAt(place), false, visitor);
            }
        }
        if (set.contains(0)) {
            visitUnlessIn(old, key, 0, true, visitor);
        } else if (old.contains(0)) {
            visitUnlessIn(set, key, 0, false, visitor);
        }
    }

    private static void visitUnlessIn(
            @Nullable IdSet other, long key, long id, boolean isAdded, Visitor visitor) {
        if (!IdSetTable.contains(other, id)) {
            visitor.change(key, id, isAdded);
        }
    }

    /** Gets changed ids. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Gets one id that a key has got or lost.
         *
         * @param key the key
         * @param id the id
         * @param isAdded whether the key has it now
         */
        void change(long key, long id, boolean isAdded);
    }
}
