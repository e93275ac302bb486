// SPDX-License-Identifier: Apache-2.0
/** Tests of the feed, against a real broker. */
@NullMarked
package org.leftright.kafka;

import org.jspecify.annotations.NullMarked;
