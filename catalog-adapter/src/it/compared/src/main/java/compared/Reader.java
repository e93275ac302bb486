// SPDX-License-Identifier: Apache-2.0
package compared;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A thread that reads catalogs of one contender at random, and looks when batches are visible. */
final class Reader extends Thread {
    private static final long PAUSE_NS = 500_000;

    final Tally tally = new Tally();
    final Tally whileDown = new Tally();

    /** Nanoseconds from the commit of each batch until it was visible. */
    final List<Long> delaysNs = new ArrayList<>();

    private final Contender contender;
    private final int catalogs;
    private final Queue<Shop.Batch> awaited = new ConcurrentLinkedQueue<>();
    private volatile boolean brokerIsDown;
    private volatile boolean done;

    Reader(Contender contender, int catalogs) {
        super("reader");
        setDaemon(true);
        this.contender = contender;
        this.catalogs = catalogs;
    }

    @Override
    public void run() {
        SplittableRandom random = new SplittableRandom(2);
        while (!done || !awaited.isEmpty()) {
            Answer answer = contender.answer(random.nextInt(catalogs));
            tally.count(answer);
            if (brokerIsDown) {
                whileDown.count(answer);
            }
            Shop.Batch batch = awaited.peek();
            if (batch != null && contender.answer(batch.catalogId()).oldest() >= batch.number()) {
                delaysNs.add(System.nanoTime() - batch.committedNs());
                awaited.remove();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    void await(Shop.Batch batch) {
        awaited.add(batch);
    }

    void brokerIsDown(boolean isDown) {
        brokerIsDown = isDown;
    }

    /** Ends when all batches are visible. */
    void end() throws InterruptedException {
        done = true;
        join(120_000);
        if (!awaited.isEmpty()) {
            throw new IllegalStateException(
                    contender.getClass().getName() + " does not show " + awaited.peek());
        }
    }
}
