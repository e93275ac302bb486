// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Makes a feed's Kafka clients of their properties, when it starts, and when it starts again after
 * they have failed.
 *
 * @param consumers makes the consumer
 * @param admins makes the client that asks about the topics
 */
record FeedClients(
        Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers,
        Function<Map<String, Object>, Admin> admins) {}
