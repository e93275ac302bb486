// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

/** A computation over the registers of a thread, and over what does not change any more. */
@FunctionalInterface
interface Expr {
    int of(Registers registers);
}
