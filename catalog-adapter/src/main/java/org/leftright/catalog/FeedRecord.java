// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import org.apache.kafka.common.TopicPartition;

/** A decoded record, and where it stood. */
record FeedRecord<P>(TopicPartition partition, long offset, long timestamp, FeedChange<P> change) {}
