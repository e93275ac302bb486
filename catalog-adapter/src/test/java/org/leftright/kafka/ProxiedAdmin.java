// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec.LatestSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Real admin clients, for {@code adminFactory}, whose calls a test sees. */
final class ProxiedAdmin {
    private ProxiedAdmin() {}

    /** Answers a call, as a rule with what the real client answers. */
    interface Calls {
        Object answer(String method, Object[] arguments, Callable<Object> real) throws Exception;
    }

    static Admin create(Map<String, Object> properties, Calls calls) {
        Admin admin = Admin.create(properties);
        return (Admin)
                Proxy.newProxyInstance(
                        Admin.class.getClassLoader(),
                        new Class<?>[] {Admin.class},
                        (proxy, method, arguments) -> {
                            try {
                                return calls.answer(
                                        method.getName(),
                                        arguments,
                                        () -> method.invoke(admin, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** What describeTopics has answered, as if a partition had lost its leader. */
    static DescribeTopicsResult withoutLeader(TopicPartition partition, Object answer) {
        Map<String, KafkaFuture<TopicDescription>> topics =
                new HashMap<>(((DescribeTopicsResult) answer).topicNameValues());
        topics.computeIfPresent(
                partition.topic(),
                (topic, future) ->
                        future.thenApply(found -> withoutLeader(partition.partition(), found)));
        return new DescribeTopicsResult(null, topics) {};
    }

    private static TopicDescription withoutLeader(int partition, TopicDescription found) {
        List<TopicPartitionInfo> partitions =
                found.partitions().stream()
                        .map(
                                info ->
                                        info.partition() == partition
                                                ? new TopicPartitionInfo(
                                                        partition,
                                                        null,
                                                        info.replicas(),
                                                        info.isr())
                                                : info)
                        .toList();
        return new TopicDescription(
                found.name(),
                found.isInternal(),
                partitions,
                found.authorizedOperations(),
                found.topicId());
    }

    /** Whether a call asks where the logs end, undecided records included or not. */
    static boolean asksForEnds(String method, Object[] arguments, IsolationLevel level) {
        return method.equals("listOffsets")
                && ((ListOffsetsOptions) arguments[1]).isolationLevel() == level
                && ((Map<?, ?>) arguments[0])
                        .values().stream().allMatch(LatestSpec.class::isInstance);
    }
}
