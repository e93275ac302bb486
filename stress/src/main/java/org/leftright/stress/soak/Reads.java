// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ways into a section: of a subject, without a handle, or of a handle. */
interface Reads {
    void read(Consumer<Sight> fn);

    /** Enters a section; null if the class has none to be left by hand. */
    @Nullable Sight enter();

    /** A read handle of the current thread. */
    interface Handle extends Reads, AutoCloseable {
        @Override
        void close();
    }
}
