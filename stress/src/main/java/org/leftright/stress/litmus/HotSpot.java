// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.leftright.stress.litmus.Mode.ACQUIRE;
import static org.leftright.stress.litmus.Mode.DMB_FULL;
import static org.leftright.stress.litmus.Mode.DMB_LD;
import static org.leftright.stress.litmus.Mode.DMB_ST;
import static org.leftright.stress.litmus.Mode.PLAIN;
import static org.leftright.stress.litmus.Mode.RELEASE;
import static org.leftright.stress.litmus.Mode.VOLATILE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How OpenJDK executes Java's accesses on AArch64, as its sources have it (JDK 17 to 25; {@code
 * aarch64.ad}, {@code c1_LIRGenerator_aarch64.cpp}, {@code templateTable_aarch64.cpp}). Each thread
 * may be in another of these. Where a version or a processor has the choice, this is the weaker: a
 * compare-and-set by ldaxr and stlxr instead of casal; dmb ishld and ishst for a release instead of
 * one dmb ish. A dependency counts for nothing here, since a compiler may remove it; nor does a
 * barrier of the collector.
 */
enum HotSpot {
    /** The optimizing compiler: ldar and stlr. */
    C2,

    /**
     * The simple compiler, and the interpreter: volatile fields by ldr and str between barriers,
     * the one before a load for the sake of stlr in other threads (JDK-8179954); VarHandles as in
     * C2, and a barrier after a volatile store.
     */
    C1,

    /**
     * The interpreter, with G1, before JDK-8351997 was fixed: no barrier after a volatile store of
     * a reference.
     */
    FAULTY_INTERPRETER;

    /** The locations that stand for references in volatile fields. */
    private static final Set<String> FIELDS = Set.of("live", "handles", "segments");

    List<Instruction> compile(List<Instruction> java) {
        List<Instruction> compiled = new ArrayList<>();
        for (Instruction each : java) {
            switch (each.kind()) {
                case FENCE -> fence(each.mode(), compiled);
                case LOAD -> load(each, compiled);
                case STORE -> store(each, compiled);
                case UPDATE -> update(each, compiled);
            }
        }
        return compiled;
    }

    private static void fence(Mode mode, List<Instruction> compiled) {
        if (mode == VOLATILE) {
            compiled.add(Instruction.fence(DMB_FULL));
        } else {
            compiled.add(Instruction.fence(DMB_LD));
            if (mode == RELEASE) {
                compiled.add(Instruction.fence(DMB_ST));
            }
        }
    }

    private void load(Instruction java, List<Instruction> compiled) {
        if (java.mode() == VOLATILE && this != C2 && FIELDS.contains(java.location())) {
            compiled.add(Instruction.fence(DMB_FULL));
            compiled.add(java.with(PLAIN));
            compiled.add(Instruction.fence(DMB_LD));
        } else {
            boolean acquires = java.mode() == VOLATILE || java.mode() == ACQUIRE;
            compiled.add(java.with(acquires ? ACQUIRE : PLAIN));
        }
    }

    private void store(Instruction java, List<Instruction> compiled) {
        boolean isField = FIELDS.contains(java.location());
        if (java.mode() == VOLATILE && this != C2 && isField) {
            fence(RELEASE, compiled);
            compiled.add(java.with(PLAIN));
        } else {
            boolean releases = java.mode() == VOLATILE || java.mode() == RELEASE;
            compiled.add(java.with(releases ? RELEASE : PLAIN));
        }
        if (java.mode() == VOLATILE && (this == C1 || (this == FAULTY_INTERPRETER && !isField))) {
            compiled.add(Instruction.fence(DMB_FULL));
        }
    }

    private void update(Instruction java, List<Instruction> compiled) {
        boolean acquires = java.mode() == VOLATILE || java.mode() == ACQUIRE;
        boolean releases = java.mode() == VOLATILE || java.mode() == RELEASE;
        compiled.add(Instruction.load(java.location(), java.sees(), acquires ? ACQUIRE : PLAIN));
        compiled.add(
                Instruction.store(java.location(), java.stores(), releases ? RELEASE : PLAIN)
                        .asExclusive());
        if (java.mode() == VOLATILE && this != C2) {
            compiled.add(Instruction.fence(DMB_FULL));
        }
    }
}
