// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.leftright.stress.litmus.Mode.ACQUIRE;
import static org.leftright.stress.litmus.Mode.ACQUIRE_PC;
import static org.leftright.stress.litmus.Mode.DMB_FULL;
import static org.leftright.stress.litmus.Mode.DMB_LD;
import static org.leftright.stress.litmus.Mode.DMB_ST;
import static org.leftright.stress.litmus.Mode.RELEASE;

/**
 * The axiomatic model of Armv8, multi-copy atomic: Pulte, Flur, Deacon, French, Sarkar, Sewell,
 * "Simplifying ARM concurrency: multicopy-atomic axiomatic and operational models for ARMv8", POPL
 * 2018, section 4; with the acquiring load of Armv8.3 (ldapr) as in the architecture's manual,
 * section B2.3. It has no instruction barrier (isb), which a JVM does not use to order data, nor
 * accesses of mixed size. Later versions of the manual's model order more.
 */
final class AArch64 implements MemoryModel {
    @Override
    public boolean isConsistent(Execution x) {
        // Coherence: a total order of the stores to each location, the initial one first, and last
        // the one whose value is found there in the end.
        Relation initialFirst =
                Relation.cross(x.size, x.initials, x.writes & ~x.initials).and(x.loc);
        return Orders.anyOfEach(
                x.size,
                x.locations().stream().map(x::storesTo).toList(),
                initialFirst,
                co -> endsAsGiven(x, co) && isConsistent(x, co));
    }

    private static boolean endsAsGiven(Execution x, Relation co) {
        return x.finals.entrySet().stream()
                .allMatch(
                        last -> {
                            long stores = x.storesTo(last.getKey());
                            long final_ = stores & ~co.domain();
                            return x.valueOf(Long.numberOfTrailingZeros(final_)) == last.getValue();
                        });
    }

    private static boolean isConsistent(Execution x, Relation co) {
        long r = x.reads;
        long w = x.writes;
        long a = x.of(ACQUIRE) & r;
        long q = x.of(ACQUIRE_PC) & r;
        long l = x.of(RELEASE) & w;
        Relation po = x.po;
        Relation rfi = x.rf.and(x.internal);
        Relation rfe = x.rf.and(x.external);
        Relation fr = x.fromReads(co);
        Relation fre = fr.and(x.external);
        Relation coi = co.and(x.internal);
        Relation coe = co.and(x.external);

        // Internal visibility: coherence of each location.
        if (!x.poLoc.or(fr, co, x.rf).isAcyclic()) {
            return false;
        }
        // Atomicity: no store of another thread between the halves of an update.
        if (!x.rmw.and(fre.then(coe)).isEmpty()) {
            return false;
        }
        // Observed by another thread
        Relation obs = rfe.or(fre, coe);
        // Ordered by a dependency
        Relation addrOrData = x.addr.or(x.data);
        Relation dob =
                addrOrData.or(
                        x.ctrl.to(w),
                        x.addr.then(po).to(w),
                        x.ctrl.or(x.data).then(coi),
                        addrOrData.then(rfi));
        // Ordered by an update
        Relation aob = x.rmw.or(rfi.from(x.rmw.range()).to(a | q));
        // Ordered by a barrier, an acquire or a release
        Relation toRelease = po.to(l);
        Relation bob =
                po.through(x.of(DMB_FULL), po)
                        .or(
                                po.from(l).to(a),
                                po.from(r).through(x.of(DMB_LD), po),
                                po.from(a | q),
                                po.from(w).through(x.of(DMB_ST), po).to(w),
                                toRelease,
                                toRelease.then(coi));
        // External visibility
        return obs.or(dob, aob, bob).isAcyclic();
    }
}
