// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

/**
 * Which of a thread's accesses must be performed in program order. Memory itself is one and the
 * same for all threads: an access, once performed, is seen by all.
 */
enum MemoryModel {
    /** x86: a store may wait in a buffer while later loads are performed; nothing else moves. */
    TSO {
        @Override
        boolean keeps(Instruction earlier, Instruction later, boolean sameAddress) {
            return !(earlier.isStore() && later.isLoad()) || earlier.access() == Access.VOLATILE;
        }
    },

    /**
     * What the Java memory model asks for by its access modes, and no more: loads and stores pass
     * each other in all four ways unless an acquire, a release, a fence, two volatile accesses or
     * the same address keep them.
     */
    WEAK {
        @Override
        boolean keeps(Instruction earlier, Instruction later, boolean sameAddress) {
            if (earlier.isFence() || later.isFence()) {
                return keepsAtFence(earlier, later);
            }
            if (earlier.isCompareAndSet() || later.isCompareAndSet()) {
                return true;
            }
            if (earlier.isLoad() && earlier.access().acquires()) {
                return true;
            }
            if (later.isStore() && later.access().releases()) {
                return true;
            }
            if (earlier.access() == Access.VOLATILE && later.access() == Access.VOLATILE) {
                return true;
            }
            if (!sameAddress || (earlier.isStore() && later.isLoad())) {
                return false; // a load may take its own thread's store before others see it
            }
            return later.isStore()
                    || (earlier.access() != Access.PLAIN && later.access() != Access.PLAIN);
        }

        private boolean keepsAtFence(Instruction earlier, Instruction later) {
            if (earlier.isFence() && later.isFence()) {
                return true;
            }
            return switch (earlier.isFence() ? earlier.kind() : later.kind()) {
                case ACQUIRE_FENCE -> earlier.isFence() || !earlier.isStore();
                case RELEASE_FENCE -> !earlier.isFence() || !later.isLoad();
                default -> true;
            };
        }
    };

    /** Tells whether fences order anything. On x86 those of the protocol bind the compiler only. */
    boolean hasFences() {
        return this != TSO;
    }

    /** Whether {@code later} must wait until {@code earlier} has been performed. */
    abstract boolean keeps(Instruction earlier, Instruction later, boolean sameAddress);
}
