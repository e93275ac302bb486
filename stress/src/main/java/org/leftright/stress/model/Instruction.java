// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link Program}. Loads, stores, compare-and-sets, fences and choices are issued in
 * program order and performed when the memory model lets them; the other kinds touch no memory that
 * another thread could see, and happen when they are issued.
 *
 * @param kind what it does
 * @param access how it is ordered, for the kinds that access memory
 * @param target the register that gets the result, or -1; for a jump, where to
 * @param address the address that is accessed
 * @param value what is stored or assigned, what has to be true, what a compare-and-set expects
 * @param replacement what a compare-and-set stores
 * @param ghostAddress what {@code ghostValue} is stored to at the same moment, or -1
 * @param ghostValue for the oracle
 * @param message what is wrong if a check fails
 */
record Instruction(
        Kind kind,
        Access access,
        int target,
        @Nullable Expr address,
        @Nullable Expr value,
        @Nullable Expr replacement,
        int ghostAddress,
        int ghostValue,
        String message) {

    enum Kind {
        LOAD,
        STORE,
        COMPARE_AND_SET,
        ACQUIRE_FENCE,
        RELEASE_FENCE,
        /** Gives 0 or 1, as the environment likes. */
        CHOICE,
        ASSIGN,
        GHOST,
        JUMP_IF,
        CHECK,
        END
    }

    boolean isLoad() {
        return kind == Kind.LOAD;
    }

    boolean isStore() {
        return kind == Kind.STORE;
    }

    boolean isFence() {
        return kind == Kind.ACQUIRE_FENCE || kind == Kind.RELEASE_FENCE;
    }

    boolean isCompareAndSet() {
        return kind == Kind.COMPARE_AND_SET;
    }
}
