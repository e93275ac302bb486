// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serializer;

/** Where, how and how often a feed keeps a checkpoint. */
record CheckpointSettings<P>(Path file, Serializer<? super P> serializer, Duration every) {}
