// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** A version on a pinned side, for any thread. */
final class KeptVersion<S> extends Held<S> {
    private final Version<S> version;

    KeptVersion(Version<S> version) {
        this.version = version;
    }

    @Override
    Version<S> heldVersion() {
        return version;
    }

    /** Does nothing: it is kept for as long as it is reachable. */
    @Override
    public void close() {}
}
