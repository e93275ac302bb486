// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.jspecify.annotations.Nullable;

/** Says why a {@link KafkaFeed} has stopped, or was never ready. */
public final class FeedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FeedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
