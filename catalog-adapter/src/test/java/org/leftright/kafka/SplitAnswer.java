// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/**
 * Makes the real broker answer one question where the logs end at two times: for one partition at
 * once, for all others when the test says so. As when partitions have different leaders.
 */
final class SplitAnswer {
    private final TopicPartition early;
    private final CountDownLatch earlyIsKnown = new CountDownLatch(1);
    private final Map<TopicPartition, KafkaFutureImpl<ListOffsetsResultInfo>> late =
            new HashMap<>();
    private volatile boolean armed;
    private volatile Admin client;

    SplitAnswer(TopicPartition early) {
        this.early = early;
    }

    /** An admin client for {@code adminFactory}. */
    Admin admin(Map<String, Object> properties) {
        Admin made =
                ProxiedAdmin.create(
                        properties,
                        (method, arguments, real) -> {
                            if (armed
                                    && ProxiedAdmin.asksForEnds(
                                            method, arguments, IsolationLevel.READ_UNCOMMITTED)) {
                                armed = false;
                                return split(ends(arguments));
                            }
                            return real.call();
                        });
        client = made;
        return made;
    }

    @SuppressWarnings("unchecked")
    private static Map<TopicPartition, OffsetSpec> ends(Object[] args) {
        return (Map<TopicPartition, OffsetSpec>) args[0];
    }

    private ListOffsetsResult split(Map<TopicPartition, OffsetSpec> asked) {
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> all = new HashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            if (!partition.equals(early)) {
                late.put(partition, new KafkaFutureImpl<>());
            }
        }
        all.putAll(late);
        KafkaFuture<ListOffsetsResultInfo> first =
                client.listOffsets(Map.of(early, OffsetSpec.latest())).partitionResult(early);
        all.put(early, first.whenComplete((info, failure) -> earlyIsKnown.countDown()));
        return new ListOffsetsResult(all);
    }

    /** Splits the next answer; returns when its first part is known. */
    void begin() throws InterruptedException {
        armed = true;
        if (!earlyIsKnown.await(BrokerExtension.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody has asked");
        }
    }

    /** Gives the rest of the answer, as it is now. */
    void complete() throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        late.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        client.listOffsets(ends).all().get().forEach((key, info) -> late.get(key).complete(info));
    }
}
