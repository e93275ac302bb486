// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

/** What one reader's run of a test amounts to: the worst, in this order, of what it has seen. */
enum Verdict {
    /** Nothing wrong, but nothing happened either: one version throughout. */
    QUIET,
    /** Nothing wrong while versions came and went. */
    RACED,
    /** Less than what a refresh that had returned before the read made visible. */
    STALE,
    /** Less than the same thread had seen before. */
    BACKWARDS,
    /** Half of a batch. */
    TORN,
    /** Something that no refresh had made visible yet, or ever. */
    NEWER,
    /** Another version, or other contents, within one section or one snapshot. */
    CHANGED,
    /** No value for a key that always has one, or one for a key that never has. */
    MISSING,
    /** The value of another key. */
    FOREIGN,
    /** A key that its owner had built before it was put, and that is not built yet. */
    HALF_BUILT,
    /** The library took a correct use for a misuse. */
    REFUSED
}
