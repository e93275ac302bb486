// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Virtual threads, from classes that also run where there are none. */
final class VirtualThreads {
    private static final @Nullable MethodHandle START = find();

    private VirtualThreads() {}

    static boolean exist() {
        return START != null;
    }

    static Thread start(Runnable task) {
        MethodHandle start = START;
        if (start == null) {
            throw new UnsupportedOperationException("this JDK has no virtual threads");
        }
        try {
            return (Thread) start.invoke(task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class,
                            "startVirtualThread",
                            MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
