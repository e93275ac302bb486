// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.nio.file.Path;
import java.time.Duration;
import org.leftright.bench.demo.DeltaTopics;
import org.leftright.bench.demo.DemoException;

/**
 * What replicas and shards have in common.
 *
 * @param topics the topics
 * @param router how shards share them
 * @param folder where checkpoints are kept
 * @param sales what is sent
 * @param window how long each window takes
 * @param verdict what came out
 */
record Stage(
        DeltaTopics topics,
        ShardRouter router,
        Path folder,
        Sales sales,
        Duration window,
        Verdict verdict) {

    /** Returns what an instance is to serve, with a checkpoint of its own. */
    Instance.Duty duty(String kind, int index, ShardRouter of, int shard) {
        String name = kind + "-" + (index + 1);
        String checkpoint = folder.resolve(name + ".checkpoint").toString();
        return new Instance.Duty(name, topics, of, shard, checkpoint);
    }

    /** Sends windows as they come. */
    void send(int windowCount) throws DemoException, InterruptedException {
        sales.send(windowCount, window.multipliedBy(windowCount));
    }

    /** Waits until one is ready. */
    Instance.Ready ready(Fleet fleet, int index) throws DemoException, InterruptedException {
        Instance.Ready ready = fleet.ready(index);
        verdict.say(
                "%s is ready: %,d records read, in %,d ms; %,d ms after its process began",
                fleet.name(index), ready.recordCount(), ready.ms(), ready.processMs());
        return ready;
    }

    /** Waits until all are ready. */
    void allReady(Fleet fleet) throws DemoException, InterruptedException {
        for (int i = 0; i < fleet.size(); i++) {
            ready(fleet, i);
        }
    }
}
