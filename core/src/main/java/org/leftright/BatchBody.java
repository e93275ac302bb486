// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What a batch does. Whatever it throws, the batch is taken back, and the caller gets it as it is.
 *
 * @param <H> the write handle
 * @param <E> the checked exception that it may throw; of a lambda that throws none, the compiler
 *     takes this for a {@code RuntimeException}
 */
@FunctionalInterface
public interface BatchBody<H, E extends Exception> {
    /**
     * Writes, in the thread that called {@code batch}.
     *
     * @param handle the write handle
     * @throws E if the batch is to be taken back
     */
    void write(H handle) throws E;
}
