// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one field that every reader loads: the live version, alone between padding. Readers, registry
 * and writer are given the {@code Live} that they serve, and know nothing else of what is read.
 *
 * @param <S> the state
 */
abstract class Live<S> extends LiveField<S> {
    private static final VarHandle LIVE;

    static {
        try {
            LIVE = MethodHandles.lookup().findVarHandle(LiveField.class, "live", Version.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    private final Version.Factory<S> versions;

    Live(S initial, Version.Factory<S> versions) {
        super(versions.create(new Side<>(initial), 0, null));
        this.versions = versions;
    }

    /** What is live now. Volatile: pairs with the store in {@link #setLive} (L3). */
    final Version<S> live() {
        return live;
    }

    /** Tells, after the reads of a lookup, whether the version that it read is still live. */
    final boolean isLive(Version<S> version) {
        return liveAfterReads() == version;
    }

    /** What is live when the reads of a lookup are done. */
    @SuppressWarnings("unchecked")
    final Version<S> liveAfterReads() {
        // Keeps the lookup's reads before the second load of live. Pairs with the release fence in
        // Writer.replay: a read that saw a change to the side sees that its version is over
        // (L1).
        VarHandle.acquireFence();
        return (Version<S>) LIVE.getOpaque(this);
    }

    /** Writer: makes the next version, which the writer does not change until it is over. */
    final Version<S> newVersion(Side<S> side, @Nullable Object attachment) {
        return versions.create(side, live.number + 1, attachment);
    }

    /** Writer: makes a version live. */
    void setLive(Version<S> version) {
        // Volatile: releases the ops on its side to whoever loads it, and a StoreLoad barrier is
        // between this and the epoch scan. Pairs with arrive, and every load of live (L1, L3).
        live = version;
    }

    /**
     * The number of the live version: 0 at first, greater by one with each refresh that had
     * anything to make visible.
     *
     * @return the version number
     */
    public long version() {
        return live.number;
    }

    /**
     * Tells when the live version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return live.refreshTime;
    }

    /**
     * What was refreshed with the live version.
     *
     * @return the attachment of the live version, null if there is none
     */
    public @Nullable Object attachment() {
        return live.attachment;
    }
}
