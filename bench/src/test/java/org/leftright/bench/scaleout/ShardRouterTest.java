// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.LongSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=ShardRouterTest}. */
class ShardRouterTest {
    private final ShardRouter router = new ShardRouter(6, 3);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 17, -1, 1_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void aProductIsWhereTheProducerPutsIt(long id) {
        try (LongSerializer serializer = new LongSerializer()) {
            byte[] key = serializer.serialize("products", id);

            assertThat(router.partition(id)).isEqualTo(BuiltInPartitioner.partitionForKey(key, 6));
        }
    }

    @Test
    void eachPartitionHasOneOwner() {
        for (int partition = 0; partition < 6; partition++) {
            int number = partition;
            assertThat(
                            IntStream.range(0, 3)
                                    .filter(instance -> router.ownedBy(instance).test(number)))
                    .hasSize(1);
        }
    }

    @Test
    void aProductIsAtTheOwnerOfItsPartition() {
        for (long id = 0; id < 100; id++) {
            assertThat(router.ownedBy(router.instance(id)).test(router.partition(id))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 7", "6, 0", "0, 0", "6, -1"})
    void instancesWithoutAPartitionAreRefused(int partitionCount, int instanceCount) {
        assertThatThrownBy(() -> new ShardRouter(partitionCount, instanceCount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot share");
    }
}
