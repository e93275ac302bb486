// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways into a section: of a subject, without a handle, or of a handle. */
interface Reads {
    void read(Consumer<Sight> fn);

    /** Enters a section; null if the class has none to be left by hand. */
    @Nullable Sight enter();

    /** A read handle of the current thread. */
    record Handle(
            Consumer<Consumer<Sight>> reads, Supplier<@Nullable Sight> enters, Runnable closes)
            implements Reads, AutoCloseable {
        @Override
        public void read(Consumer<Sight> fn) {
            reads.accept(fn);
        }

        @Override
        public @Nullable Sight enter() {
            return enters.get();
        }

        @Override
        public void close() {
            closes.run();
        }
    }
}
