// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/**
 * One reader thread: reads at full speed with the popularity of the data, and times every k-th
 * read.
 *
 * <p>Of 128 reads 102 look a product up by id, 19 ask whether a catalog has a product, 7 read a
 * page: both, in one section where the subject has such a thing. Each read that finds a product
 * looks at it. The loop allocates nothing.
 */
final class ReadLoop implements Runnable {
    private static final int KIND_MASK = 127;
    private static final int PRODUCT_READS = 102;
    private static final int CONTAINS_READS = 19;
    private static final int REPORT_EVERY = 1 << 10;

    private final Subject subject;
    private final Popularity popularity;
    private final RefreshWindow refreshes;
    private final LatencyBoard.Cell cell;
    private final int timedEvery;
    private final long seed;
    private volatile boolean stopped;
    private long hits;
    private long dangling;
    private long looked;

    /**
     * Creates a loop; run it in a thread of its own.
     *
     * @param subject what to read
     * @param popularity which keys
     * @param refreshes whether a batch is being applied
     * @param cell where to record
     * @param timedEvery time every k-th read
     * @param seed any number but zero
     */
    ReadLoop(
            Subject subject,
            Popularity popularity,
            RefreshWindow refreshes,
            LatencyBoard.Cell cell,
            int timedEvery,
            long seed) {
        this.subject = subject;
        this.popularity = popularity;
        this.refreshes = refreshes;
        this.cell = cell;
        this.timedEvery = timedEvery;
        this.seed = seed;
    }

    /** Asks the loop to end. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (Subject.Session session = subject.session()) {
            long random = seed;
            long reads = 0;
            long nextReport = REPORT_EVERY;
            while (!stopped) {
                for (int i = 1; i < timedEvery; i++) {
                    random = Popularity.xorshift(random);
                    read(session, random);
                }
                random = Popularity.xorshift(random);
                boolean inRefresh = refreshes.isOpen();
                long start = System.nanoTime();
                read(session, random);
                long ns = System.nanoTime() - start;
                cell.record(inRefresh || refreshes.isOpen(), ns);
                reads += timedEvery;
                if (reads >= nextReport) {
                    cell.counts(reads, hits, dangling);
                    nextReport = reads + REPORT_EVERY;
                }
            }
            cell.counts(reads, hits, dangling);
        }
    }

    private void read(Subject.Session session, long random) {
        int sale = popularity.sale(random);
        long productId = popularity.productId(sale, random);
        int kind = (int) random & KIND_MASK;
        if (kind < PRODUCT_READS) {
            Product product = session.product(productId);
            if (product != null) {
                hits++;
                looked += product.code().length();
            }
        } else if (kind < PRODUCT_READS + CONTAINS_READS) {
            if (session.contains(Popularity.catalogId(sale), productId)) {
                hits++;
            }
        } else {
            int found = session.page(Popularity.catalogId(sale), productId);
            if (found > 0) {
                hits++;
            } else if (found < 0) {
                dangling++;
            }
        }
    }

    /** Returns the characters looked at, so that no read is for nothing. */
    long looked() {
        return looked;
    }
}
