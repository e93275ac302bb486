// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.Arrays;

/**
 * A relation between at most 64 events: row {@code a} has bit {@code b} if it holds from a to b. A
 * set of events is a {@code long}. Immutable; the names are those of the cat language.
 */
final class Relation {
    private final long[] rows;

    private Relation(long[] rows) {
        this.rows = rows;
    }

    static Relation empty(int size) {
        return new Relation(new long[size]);
    }

    /** The relation from each event of the one set to each of the other. */
    static Relation cross(int size, long from, long to) {
        long[] rows = new long[size];
        for (int a = 0; a < size; a++) {
            rows[a] = has(from, a) ? to : 0;
        }
        return new Relation(rows);
    }

    /** The relation from each event of a list to all that come after it there. */
    static Relation order(int size, int[] events) {
        long[] rows = new long[size];
        long later = 0;
        for (int i = events.length - 1; i >= 0; i--) {
            rows[events[i]] = later;
            later |= 1L << events[i];
        }
        return new Relation(rows);
    }

    static boolean has(long set, int event) {
        return (set >>> event & 1) != 0;
    }

    boolean holds(int from, int to) {
        return has(rows[from], to);
    }

    Relation with(int from, int to) {
        long[] more = rows.clone();
        more[from] |= 1L << to;
        return new Relation(more);
    }

    Relation or(Relation... others) {
        long[] union = rows.clone();
        for (Relation other : others) {
            for (int a = 0; a < union.length; a++) {
                union[a] |= other.rows[a];
            }
        }
        return new Relation(union);
    }

    Relation and(Relation other) {
        long[] both = rows.clone();
        for (int a = 0; a < both.length; a++) {
            both[a] &= other.rows[a];
        }
        return new Relation(both);
    }

    Relation minus(Relation other) {
        long[] rest = rows.clone();
        for (int a = 0; a < rest.length; a++) {
            rest[a] &= ~other.rows[a];
        }
        return new Relation(rest);
    }

    /** {@code r \ id}. */
    Relation minusId() {
        long[] rest = rows.clone();
        for (int a = 0; a < rest.length; a++) {
            rest[a] &= ~(1L << a);
        }
        return new Relation(rest);
    }

    /** {@code this ; next}. */
    Relation then(Relation next) {
        long[] composed = new long[rows.length];
        for (int a = 0; a < rows.length; a++) {
            for (long rest = rows[a]; rest != 0; rest &= rest - 1) {
                composed[a] |= next.rows[Long.numberOfTrailingZeros(rest)];
            }
        }
        return new Relation(composed);
    }

    /** {@code [from] ; this}. */
    Relation from(long set) {
        long[] restricted = rows.clone();
        for (int a = 0; a < restricted.length; a++) {
            restricted[a] = has(set, a) ? restricted[a] : 0;
        }
        return new Relation(restricted);
    }

    /** {@code this ; [to]}. */
    Relation to(long set) {
        long[] restricted = rows.clone();
        for (int a = 0; a < restricted.length; a++) {
            restricted[a] &= set;
        }
        return new Relation(restricted);
    }

    /** {@code this ; [middle] ; next}. */
    Relation through(long middle, Relation next) {
        return to(middle).then(next);
    }

    /** {@code r^-1}. */
    Relation inverse() {
        long[] inverse = new long[rows.length];
        for (int a = 0; a < rows.length; a++) {
            for (long rest = rows[a]; rest != 0; rest &= rest - 1) {
                inverse[Long.numberOfTrailingZeros(rest)] |= 1L << a;
            }
        }
        return new Relation(inverse);
    }

    /** {@code r+}. */
    Relation plus() {
        long[] closure = rows.clone();
        for (int middle = 0; middle < closure.length; middle++) {
            for (int a = 0; a < closure.length; a++) {
                if (has(closure[a], middle)) {
                    closure[a] |= closure[middle];
                }
            }
        }
        return new Relation(closure);
    }

    /** The events from which it holds to some other. */
    long domain() {
        long domain = 0;
        for (int a = 0; a < rows.length; a++) {
            domain |= rows[a] != 0 ? 1L << a : 0;
        }
        return domain;
    }

    /** The events to which it holds from some other. */
    long range() {
        long range = 0;
        for (long row : rows) {
            range |= row;
        }
        return range;
    }

    boolean isEmpty() {
        return domain() == 0;
    }

    boolean isIrreflexive() {
        for (int a = 0; a < rows.length; a++) {
            if (has(rows[a], a)) {
                return false;
            }
        }
        return true;
    }

    boolean isAcyclic() {
        return plus().isIrreflexive();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Relation relation && Arrays.equals(rows, relation.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }
}
