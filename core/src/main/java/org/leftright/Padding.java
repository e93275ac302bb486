// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Leading padding for objects that one thread writes while others read their neighbours. Superclass
 * fields precede subclass fields in the object, so 64 bytes here and 64 more in the final subclass
 * keep the fields between them at least 128 bytes away from those of the next object of the same
 * kind: two cache lines, because x86 prefetches lines in pairs and some AArch64 lines are that
 * long. A test with JOL checks it.
 */
@SuppressWarnings("unused")
abstract class Padding {
    /** Fills the gap behind the header, where a field of a subclass would go otherwise. */
    private int h;

    private long h0, h1, h2, h3, h4, h5, h6, h7;
}
