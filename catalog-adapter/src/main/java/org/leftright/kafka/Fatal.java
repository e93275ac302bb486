// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

/**
 * Which throwables of user code end a feed, whoever called it. An error of the virtual machine,
 * such as an OutOfMemoryError, leaves nothing to rely on. Everything else, other errors and a stack
 * overflow included, only says that this one call has failed.
 */
final class Fatal {
    private Fatal() {}

    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }
}
