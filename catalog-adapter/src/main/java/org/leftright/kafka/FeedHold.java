// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Instant;

/**
 * What a {@link KafkaFeed} has read and does not show, since its {@link
 * org.leftright.catalog.CatalogGuard} objects.
 *
 * @param objection what the guard says, as of the last time that it was asked
 * @param since when it began to object
 */
public record FeedHold(String objection, Instant since) {
    @Override
    public String toString() {
        return objection + ", since " + since;
    }
}
