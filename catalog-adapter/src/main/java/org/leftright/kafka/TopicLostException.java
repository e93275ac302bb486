// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.Set;

/** A topic is not the one that was read so far, or not from where it was read: read it again. */
final class TopicLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient Set<String> topics;

    TopicLostException(Set<String> topics, String message) {
        super(message);
        this.topics = topics;
    }
}
