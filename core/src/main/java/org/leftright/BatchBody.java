// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What a batch does. Whatever it throws, the batch is taken back. A checked exception reaches the
 * caller as the cause of a {@link java.util.concurrent.CompletionException}, everything else as it
 * is; if it is an {@link InterruptedException}, the thread's flag is set.
 *
 * @param <H> the write handle
 */
// Kotlin could not infer a type parameter for the exception.
@FunctionalInterface
public interface BatchBody<H> {
    /**
     * Writes, in the thread that called {@code batch}.
     *
     * @param handle the write handle
     * @throws Exception if the batch is to be taken back
     */
    void write(H handle) throws Exception;
}
