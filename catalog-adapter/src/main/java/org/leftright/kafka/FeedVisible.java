// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Who waits for offsets to become visible. Any thread. */
final class FeedVisible {
    // Under the monitor
    private final Map<TopicPartition, PriorityQueue<Waiter>> waiters = new HashMap<>();
    private Map<TopicPartition, Long> next = Map.of();
    private @Nullable FeedException end;

    private record Waiter(long offset, CompletableFuture<Void> future) {}

    /**
     * Completes when the record at this offset and all before it are visible. Each caller has a
     * future of its own; one that fails before, as by a timeout, is forgotten.
     */
    CompletableFuture<Void> await(TopicPartition partition, long offset) {
        synchronized (this) {
            if (next.getOrDefault(partition, 0L) > offset) {
                return CompletableFuture.completedFuture(null);
            }
            if (end != null) {
                return CompletableFuture.failedFuture(end);
            }
            Waiter waiter = new Waiter(offset, new CompletableFuture<>());
            waiters.computeIfAbsent(
                            partition,
                            key -> new PriorityQueue<>(Comparator.comparingLong(Waiter::offset)))
                    .add(waiter);
            CompletableFuture<Void> unused =
                    waiter.future.whenComplete(
                            (visible, failure) -> {
                                if (failure != null) {
                                    forget(partition, waiter);
                                }
                            });
            return waiter.future;
        }
    }

    private synchronized void forget(TopicPartition partition, Waiter waiter) {
        PriorityQueue<Waiter> waiting = waiters.get(partition);
        if (waiting != null) {
            waiting.remove(waiter);
        }
    }

    /** Offsets of these topics may be of others from now on, created under the same names. */
    synchronized void forget(Set<String> topics) {
        Map<TopicPartition, Long> others = new HashMap<>(next);
        others.keySet().removeIf(partition -> topics.contains(partition.topic()));
        next = others;
    }

    /** Tells that all before these offsets is visible. */
    void shows(Map<TopicPartition, Long> now) {
        List<Waiter> done = new ArrayList<>();
        synchronized (this) {
            next = now;
            waiters.forEach(
                    (partition, waiting) -> {
                        long upTo = now.getOrDefault(partition, 0L);
                        while (!waiting.isEmpty() && waiting.peek().offset < upTo) {
                            done.add(waiting.remove());
                        }
                    });
            waiters.values().removeIf(PriorityQueue::isEmpty);
        }
        done.forEach(waiter -> waiter.future.complete(null)); // runs what depends on it
    }

    /** Nothing more will become visible. */
    void end(FeedException reason) {
        List<Waiter> left = new ArrayList<>();
        synchronized (this) {
            end = reason;
            waiters.values().forEach(left::addAll);
            waiters.clear();
        }
        left.forEach(waiter -> waiter.future.completeExceptionally(reason));
    }
}
