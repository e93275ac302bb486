// SPDX-License-Identifier: Apache-2.0
/**
 * Several instances of a service over the same topics: replicas, then shards, each a process of its
 * own.
 *
 * <pre>
 *   Sales --&gt; broker, 6 partitions each --+--&gt; InstanceProcess 1 (stdin, stdout) --- Instance: feed, catalog
 *     |                                   +--&gt; InstanceProcess 2                      ... one of them is killed
 *     |                                   +--&gt; InstanceProcess 3                          and started again
 *     +--&gt; Replay --&gt; Digest == Digest of each replica == sum of the Digests of the shards
 * </pre>
 *
 * <p>{@link org.leftright.bench.scaleout.ShardRouter} is all that a caller of shards needs.
 */
@NullMarked
package org.leftright.bench.scaleout;

import org.jspecify.annotations.NullMarked;
