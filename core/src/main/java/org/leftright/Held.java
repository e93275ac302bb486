// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** What a view reads: one version, of an open section, kept for ever, or not live yet. */
abstract sealed class Held<S> permits Section, KeptVersion, Preview {
    /**
     * The version.
     *
     * @throws IllegalStateException if the section has ended or belongs to another thread
     */
    abstract Version<S> heldVersion();

    final S heldState() {
        return heldVersion().state;
    }

    /** Keeps the version; the writer will not change its side. */
    KeptVersion<S> keep() {
        Version<S> version = heldVersion();
        version.side.pin();
        return new KeptVersion<>(version);
    }

    /** Refuses an iterator of an earlier section. */
    final void require(Version<?> version) {
        if (heldVersion() != version) {
            throw closed();
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException(
                "the section is closed: views, iterators and states are valid inside their section"
                        + " only; copy what you need, or take a snapshot()");
    }

    /** Ends the section; does nothing to a version that is kept. */
    public abstract void close();
}
