// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

/**
 * Stretches a window between two accesses without hiding or adding any memory ordering to speak of.
 */
final class Pause {
    private Pause() {}

    /** Some ten to some hundred nanoseconds for each count. */
    static void spin(int count) {
        for (int i = 0; i < count; i++) {
            Thread.onSpinWait();
        }
    }
}
