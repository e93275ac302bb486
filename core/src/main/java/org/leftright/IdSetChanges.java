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
     * replaced or taken away it costs as much as the ids that it had and has.
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
                set.forEach(id -> visitIfOther(key, id, old, set, visitor));
            }
            if (old != null) {
                old.forEach(id -> visitIfGone(key, id, set, visitor));
            }
            return;
        }
        for (int place : touched.distinct()) {
            if (set.idAt(place) != 0) {
                visitIfOther(key, set.idAt(place), old, set, visitor);
            }
            if (old.idAt(place) != 0) {
                visitIfGone(key, old.idAt(place), set, visitor);
            }
        }
        if (set.contains(0)) {
            visitIfOther(key, 0, old, set, visitor);
        } else if (old.contains(0)) {
            visitIfGone(key, 0, set, visitor);
        }
    }

    private static void visitIfOther(
            long key, long id, @Nullable IdSet old, IdSet set, Visitor visitor) {
        if (!IdSetTable.contains(old, id) && set.contains(id)) {
            visitor.change(key, id, true);
        }
    }

    private static void visitIfGone(long key, long id, @Nullable IdSet set, Visitor visitor) {
        if (!IdSetTable.contains(set, id)) {
            visitor.change(key, id, false);
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
