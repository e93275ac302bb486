// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.apache.kafka.common.utils.Utils;

/**
 * Which instance has a product: product id to partition, as Kafka's own partitioner does it for the
 * id's eight bytes, and partition to instance. Made to be copied. Instances, producers and callers
 * must all use the same two counts.
 *
 * @param partitionCount how many partitions each topic has; must never change
 * @param instanceCount how many instances share them, at most one for each partition
 */
public record ShardRouter(int partitionCount, int instanceCount) {
    /**
     * Checks the counts.
     *
     * @param partitionCount how many partitions each topic has; must never change
     * @param instanceCount how many instances share them, at most one for each partition
     */
    public ShardRouter {
        if (instanceCount < 1 || instanceCount > partitionCount) {
            throw new IllegalArgumentException(
                    instanceCount + " instances cannot share " + partitionCount + " partitions");
        }
    }

    /**
     * The partition of a product; its catalog entries must be sent there too.
     *
     * @param productId the product's id
     * @return the partition, from 0
     */
    public int partition(long productId) {
        byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(productId).array();
        return Utils.toPositive(Utils.murmur2(key)) % partitionCount;
    }

    /**
     * The instance that has a product, if any has.
     *
     * @param productId the product's id
     * @return the instance, from 0
     */
    public int instance(long productId) {
        return owner(partition(productId));
    }

    /**
     * The partitions that an instance's feed is to follow.
     *
     * @param instance the instance, from 0
     * @return whether a partition is one of them
     */
    public IntPredicate ownedBy(int instance) {
        return partition -> owner(partition) == instance;
    }

    private int owner(int partition) {
        return partition % instanceCount;
    }
}
