// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Is told of a refresh by the writer, after the flip and before the replay: while the old side is
 * as it was.
 */
interface RefreshListener<S> {
    /** What it throws is logged. */
    void refreshed(S before, Version<S> now);
}
