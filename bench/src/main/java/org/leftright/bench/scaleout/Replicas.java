// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.leftright.bench.demo.DemoException;

/**
 * Replicas: each instance has everything. One is killed while deltas come in, and started again.
 */
final class Replicas {
    private static final int KILLED = 1;
    private static final int CHECKPOINT_TRIES = 1_000;

    private final Stage stage;
    private final Verdict verdict;
    private final List<Instance.Duty> duties;

    /**
     * Prepares.
     *
     * @param stage where they are to be
     */
    Replicas(Stage stage) {
        this.stage = stage;
        this.verdict = stage.verdict();
        ShardRouter whole = new ShardRouter(stage.router().partitionCount(), 1);
        this.duties =
                IntStream.range(0, stage.router().instanceCount())
                        .mapToObj(i -> stage.duty("replica", i, whole, 0))
                        .toList();
    }

    /**
     * Runs.
     *
     * @param windowCount how many windows come meanwhile
     * @throws Exception if an instance does not answer
     */
    void run(int windowCount) throws Exception {
        verdict.say("%nreplicas: each of %d instances has everything", duties.size());
        try (Fleet fleet = new Fleet(duties)) {
            stage.allReady(fleet);
            stage.sales().sendBroken();
            stage.send(windowCount / 3);
            awaitCheckpoint(duties.get(KILLED));
            fleet.kill(KILLED);
            verdict.say("%s is killed, while deltas come in", fleet.name(KILLED));
            stage.send(windowCount / 3);
            verdict.say("%s is started again, with its checkpoint", fleet.name(KILLED));
            long recordCount = recordCount();
            fleet.restart(KILLED);
            stage.send(windowCount - windowCount / 3 * 2);
            Instance.Ready again = stage.ready(fleet, KILLED);
            verdict.check(
                    again.recordCount() < recordCount,
                    "%s has read %,d records, fewer than the %,d that were there",
                    fleet.name(KILLED),
                    again.recordCount(),
                    recordCount);
            check(fleet);
        }
    }

    private static void awaitCheckpoint(Instance.Duty duty)
            throws DemoException, InterruptedException {
        for (int i = 0; Files.notExists(Path.of(duty.checkpoint())); i++) {
            if (i == CHECKPOINT_TRIES) {
                throw new DemoException("there is no checkpoint " + duty.checkpoint());
            }
            Thread.sleep(10);
        }
    }

    private long recordCount() {
        return stage.sales().ends().values().stream().mapToLong(Long::longValue).sum();
    }

    private void check(Fleet fleet) throws DemoException, InterruptedException {
        Sales sales = stage.sales();
        Digest expected = sales.expected().digest();
        List<Instance.Contents> contents = fleet.contents(sales.ends());
        verdict.say("independent replay: %s", expected);
        for (int i = 0; i < fleet.size(); i++) {
            Digest digest = contents.get(i).digest();
            verdict.check(digest.equals(expected), "%s is equal to it: %s", fleet.name(i), digest);
        }
        for (int i = 0; i < fleet.size(); i++) {
            List<String> skipped = contents.get(i).skipped();
            if (i == KILLED && skipped.isEmpty()) {
                continue; // it had done so before, and its checkpoint is from later
            }
            verdict.check(
                    skipped.size() == 1,
                    "%s has handed over what is no JSON: %s",
                    fleet.name(i),
                    skipped);
        }
    }
}
