// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the models say of a shape.
 *
 * @param shape with a wrong outcome
 * @param weakening what is taken away from it
 * @param inCat whether JAM21 allows the outcome, as its cat file has it
 * @param inCoq whether JAM21 allows the outcome, as its Coq definitions have it
 * @param onAArch64 the ways of execution, one for each thread, in which AArch64 allows it; empty if
 *     in none
 */
record Finding(
        Shape shape, Weakening weakening, boolean inCat, boolean inCoq, List<HotSpot> onAArch64) {
    private static final AArch64 AARCH64 = new AArch64();

    static Finding of(Shape shape, Weakening weakening) {
        return new Finding(
                shape,
                weakening,
                Jam21.CAT.allows(shape.java(weakening)),
                Jam21.COQ.allows(shape.java(weakening)),
                onAArch64(shape, weakening, new HotSpot[shape.threads().size()], 0));
    }

    private static List<HotSpot> onAArch64(
            Shape shape, Weakening weakening, HotSpot[] jvms, int thread) {
        if (thread == jvms.length) {
            return AARCH64.allows(shape.aarch64(weakening, jvms))
                    ? new ArrayList<>(Arrays.asList(jvms))
                    : List.of();
        }
        for (HotSpot jvm : HotSpot.values()) {
            jvms[thread] = jvm;
            List<HotSpot> found = onAArch64(shape, weakening, jvms, thread + 1);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /**
     * Whether the outcome is possible. What only the cat file allows does not count: see {@link
     * Jam21#CAT}.
     */
    boolean isAllowed() {
        return inCoq || !onAArch64.isEmpty();
    }

    @Override
    public String toString() {
        return (isAllowed() ? "allowed   " : "forbidden ")
                + shape
                + ": "
                + weakening
                + (inCat ? "; JAM21 in cat" : "")
                + (inCoq ? "; JAM21 in Coq" : "")
                + (onAArch64.isEmpty() ? "" : "; AArch64 " + onAArch64);
    }
}
