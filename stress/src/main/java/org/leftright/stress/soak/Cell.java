// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

/** A value: it knows where it belongs, so that whoever reads it can tell whether that is right. */
final class Cell {
    final Batch batch;
    final int key;

    /** The amounts of all keys add up to {@link Model#TOTAL} in every version. */
    final long amount;

    final long id;

    /**
     * The number of the batch that took it away or replaced it, 0 if none; set before its refresh.
     */
    volatile long overwrittenBy;

    Cell(Batch batch, int key, long amount, long id) {
        this.batch = batch;
        this.key = key;
        this.amount = amount;
        this.id = id;
    }

    /** Adding these up over a version gives its digest. */
    long digest() {
        long mixed = (id ^ (id >>> 31)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    @Override
    public String toString() {
        return "cell " + id + " of key " + key + " in " + batch;
    }
}
