// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.io.IOException;
import java.time.Instant;

/** One measurement in this JVM: a reader in the calling thread, a writer in another. */
final class LatencyRun {
    private final Contender contender;
    private final LatencyReport.Load load;

    LatencyRun(Contender contender, LatencyReport.Load load) {
        this.contender = contender;
        this.load = load;
    }

    /**
     * Fills the map or maps, warms up, measures.
     *
     * @return what was measured
     * @throws IOException if the record of pauses cannot be read
     * @throws InterruptedException if this thread is interrupted
     */
    LatencyRound run() throws IOException, InterruptedException {
        Workload workload = new Workload(load.n());
        Strategy<Object> map = workload.filled(contender.kind());
        Strategy<Object> written = contender.isControl() ? workload.filled(contender.kind()) : map;
        OpenLoop reader = new OpenLoop(map, workload.queries(), load.readsPerSecond());
        BackToBack writer = new BackToBack(written, workload.batches(load.d()));
        System.gc(); // what filling has left behind is not the batches'
        Thread thread = new Thread(writer, "writer");
        try (GcPauses pauses = new GcPauses()) {
            thread.start();
            reader.run(load.warmUpSeconds());
            long before = writer.applied();
            Instant start = Instant.now();
            OpenLoop.Stretch reads = reader.run(load.seconds());
            long batches = writer.applied() - before;
            Instant end = Instant.now();
            return LatencyRound.of(reads, batches, pauses.between(start, end));
        } finally {
            writer.stop();
            thread.join();
        }
    }
}
