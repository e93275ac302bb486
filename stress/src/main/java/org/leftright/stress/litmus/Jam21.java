// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.leftright.stress.litmus.Mode.ACQUIRE;
import static org.leftright.stress.litmus.Mode.OPAQUE;
import static org.leftright.stress.litmus.Mode.RELEASE;
import static org.leftright.stress.litmus.Mode.VOLATILE;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * JAM21, the model of Java's access modes: Liu, Bender, Palsberg, "Compiling Volatile Correctly in
 * Java", ECOOP 2022, which revises Bender, Palsberg, "A Formalization of Java's Concurrent Access
 * Modes", OOPSLA 2019. Its artifact has the model twice, in Coq and in cat, the language of the
 * tool herd. The two differ in the order in which events are executed, the trace order.
 */
final class Jam21 implements MemoryModel {
    /**
     * The model as the cat file has it. Of the trace order there is left a total order of the
     * events that push, which extends program order and reads-from between two of them. A cycle
     * through plain loads and stores is allowed, whatever acquires and releases stand between them.
     */
    static final Jam21 CAT = new Jam21(false);

    /**
     * The model as the Coq definitions have it ({@code Dynamic.v}: executable, trans_read). The
     * trace order is total: an event is executed after those that are specified to come before it,
     * and a load after the store that it reads.
     */
    static final Jam21 COQ = new Jam21(true);

    private final boolean isTraced;

    private Jam21(boolean isTraced) {
        this.isTraced = isTraced;
    }

    @Override
    public boolean isConsistent(Execution x) {
        long opq = x.of(OPAQUE) | x.of(ACQUIRE) | x.of(RELEASE) | x.of(VOLATILE);
        long vol = x.of(VOLATILE);
        long rel = x.writes & (x.of(RELEASE) | vol);
        long acq = x.reads & (x.of(ACQUIRE) | vol);
        Relation po = x.po;

        // No thin air: loads and stores that are opaque or stronger are executed in order.
        if (!po.or(x.rf).to(opq).isAcyclic()) {
            return false;
        }
        // What a thread specifies: by a release or an acquire fence, a full fence, a release store
        // or an acquire load, and two volatile accesses.
        Relation svo =
                po.through(x.fences & x.of(RELEASE), po)
                        .to(x.writes)
                        .or(po.from(x.reads).through(x.fences & x.of(ACQUIRE), po));
        Relation spush = po.through(x.fences & vol, po);
        Relation ra = po.to(rel).or(po.from(acq));
        Relation volint = po.from(vol).to(vol);
        Relation into = svo.or(spush, ra, volint);
        Relation push = spush.or(volint);
        return anyFinals(x, x.locations(), 0, finals -> anyPushOrder(x, opq, into, push, finals));
    }

    /** Some choice of the store to each location that stays there in the end. */
    private static boolean anyFinals(
            Execution x, List<String> locations, long chosen, LongPredicate test) {
        if (locations.isEmpty()) {
            return test.test(chosen);
        }
        String location = locations.get(0);
        Integer given = x.finals.get(location);
        for (long rest = x.storesTo(location); rest != 0; rest &= rest - 1) {
            int store = Long.numberOfTrailingZeros(rest);
            if ((given == null || given == x.valueOf(store))
                    && anyFinals(
                            x,
                            locations.subList(1, locations.size()),
                            chosen | 1L << store,
                            test)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyPushOrder(Execution x, long opq, Relation into, Relation push, long finals) {
        Relation beforeFinal = Relation.cross(x.size, x.writes, finals).and(x.loc).minusId();
        Relation trace = isTraced ? into.or(x.rf).plus() : beforeFinal.or(x.rf, x.po);
        if (isTraced && !trace.isAcyclic()) {
            return false;
        }
        return Orders.anyOf(
                x.size,
                push.domain(),
                trace,
                pushto -> isCoherent(x, opq, into, push, pushto, finals, beforeFinal));
    }

    private static boolean isCoherent(
            Execution x,
            long opq,
            Relation into,
            Relation push,
            Relation pushto,
            long finals,
            Relation beforeFinal) {
        long w = x.writes;
        Relation po = x.po;
        Relation invrf = x.rf.inverse();
        // Visible order
        Relation vo = into.or(x.rf, pushto.then(push)).plus().or(x.poLoc);
        // Coherence order, not total, of the stores to a location
        Relation co =
                stores(x, vo)
                        .or(
                                stores(x, vo.then(invrf)),
                                stores(x, vo.then(po)),
                                stores(x, x.rf.then(po).then(invrf)).from(opq).to(opq),
                                Relation.cross(x.size, x.initials, w & ~x.initials).and(x.loc),
                                beforeFinal);
        // Updates of a location are in one order, and what comes after the store that an update
        // read comes after the update.
        Relation lastUpdateLast = Relation.cross(x.size, w & ~finals, finals).and(x.loc);
        Relation toUpdates = x.rf.to(x.updates).inverse();
        return Orders.anyOfEach(
                x.size,
                x.locations().stream().map(each -> x.storesTo(each) & x.updates).toList(),
                lastUpdateLast,
                order -> {
                    Relation all = co.or(order);
                    Relation more = all.or(stores(x, toUpdates.then(all)));
                    while (!more.equals(all)) {
                        all = more;
                        more = all.or(stores(x, toUpdates.then(all)));
                    }
                    return all.isAcyclic();
                });
    }

    /** {@code WWco}: between different stores to one location. */
    private static Relation stores(Execution x, Relation relation) {
        return relation.from(x.writes).to(x.writes).and(x.loc).minusId();
    }
}
