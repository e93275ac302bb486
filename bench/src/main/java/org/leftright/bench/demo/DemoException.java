// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/** The demo cannot go on, for a reason its user can understand and fix. */
public final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, for the user
     */
    public DemoException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what is wrong, for the user
     * @param cause why
     */
    public DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
