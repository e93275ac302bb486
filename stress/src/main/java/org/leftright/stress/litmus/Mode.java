// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.List;

/**
 * How an access or a fence is ordered. The first five are Java's access modes; a fence of Java is
 * {@code ACQUIRE}, {@code RELEASE} or, the full one, {@code VOLATILE}. AArch64's loads are {@code
 * PLAIN} (ldr), {@code ACQUIRE} (ldar) and {@code ACQUIRE_PC} (ldapr), its stores {@code PLAIN}
 * (str) and {@code RELEASE} (stlr), its fences the three {@code DMB}s. The last two are for what is
 * weakened: no fence at all, and an update that is a volatile load and a volatile store.
 */
enum Mode {
    PLAIN,
    OPAQUE,
    ACQUIRE,
    RELEASE,
    VOLATILE,
    ACQUIRE_PC,
    DMB_FULL,
    DMB_LD,
    DMB_ST,
    NONE,
    NOT_ATOMIC;

    /** The modes one step below this one, of Java. */
    List<Mode> below(Instruction.Kind kind) {
        return switch (kind) {
            case LOAD ->
                    this == VOLATILE ? List.of(ACQUIRE) : List.of(this == ACQUIRE ? OPAQUE : PLAIN);
            case STORE ->
                    this == VOLATILE ? List.of(RELEASE) : List.of(this == RELEASE ? OPAQUE : PLAIN);
            case UPDATE -> List.of(ACQUIRE, RELEASE, NOT_ATOMIC);
            case FENCE -> List.of(NONE);
        };
    }
}
