package org.leftright;

import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code live} refers to. Made by each refresh, immutable. */
final class Version<S> {
    /** The side's state, held here too: a lookup saves the way through the side. */
    final S state;

    final Side<S> side;

    /** The side's stamp when this version became live. */
    final long stamp;

    final long number;
    final Instant refreshTime;
    final @Nullable Object attachment;

    Version(Side<S> side, long number, @Nullable Object attachment) {
        this.state = side.state;
        this.side = side;
        this.stamp = side.stamp;
        this.number = number;
        this.refreshTime = Instant.now();
        this.attachment = attachment;
    }

    /** After the reads of a lookup: whether its side has not begun to change since it was live. */
    boolean isUnchanged() {
        // Keeps the lookup's reads before the read of the stamp. Pairs with the store-store fence
        // in Side.advanceStamp: a read that saw a change sees the stamp of that change (L1).
        VarHandle.acquireFence();
        return side.getStampOpaque() == stamp;
    }
}
