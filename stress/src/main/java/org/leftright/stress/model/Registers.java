// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

/** The registers of the thread whose instruction is being issued. */
interface Registers {
    /** A register. If a load into it is not yet performed, the instruction waits for that. */
    int get(int register);

    /** Memory without an access: for what never changes after it was made, and for the oracle. */
    int ghost(int address);
}
