// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** The hidden side with the pending ops, while the writers' lock is held. */
final class Preview<S> extends Held<S> {
    private final Version<S> version;
    private final Thread thread = Thread.currentThread();
    private boolean ended;

    /**
     * Makes one.
     *
     * @param version is never made live
     */
    Preview(Version<S> version) {
        this.version = version;
    }

    @Override
    Version<S> heldVersion() {
        if (ended || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "a preview is valid while the function that got it runs, in its thread: copy"
                            + " what you need");
        }
        return version;
    }

    @Override
    KeptVersion<S> keep() {
        throw new IllegalStateException(
                "a preview cannot be kept, since the next op changes it: refresh, and take the"
                        + " snapshot then");
    }

    @Override
    public void close() {
        ended = true;
    }
}
