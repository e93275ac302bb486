// SPDX-License-Identifier: Apache-2.0
/** A real Kafka broker inside the process, for tests and for the serving demo. */
@NullMarked
package org.leftright.kafka.broker;

import org.jspecify.annotations.NullMarked;
