// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/**
 * One thread that answers requests, with the popularity of the data: flat out, or each when it is
 * due, timed from then.
 *
 * <p>Of 128 requests 64 look a product up by id, 32 ask whether a catalog has a product, 28 read a
 * page of 20 products with their prices, and 4 read how many products there are, in all and in a
 * catalog.
 */
final class ReadLoop implements Runnable {
    private static final int KIND_MASK = 127;
    private static final int PRODUCTS = 64;
    private static final int CONTAINS = PRODUCTS + 32;
    private static final int PAGES = CONTAINS + 28;

    /** Flat out, so many requests are answered between two looks at what is to be done. */
    private static final int CHUNK = 64;

    private final Subject subject;
    private final Plan plan;
    private final Popularity popularity;
    private final RefreshWindow refreshes;
    private final LatencyBoard.Cell cell;
    private final Page page;
    private long random;
    private volatile boolean stopped;
    private volatile Pace pace = Pace.FLAT_OUT;

    // What was seen.
    private long requests;
    private long found;
    private long twoPrices;
    private long absent;
    private long wrongTotals;

    /** When requests are due. */
    static final class Pace {
        static final Pace FLAT_OUT = new Pace(0, 0);

        private final long startNs;
        private final long intervalNs;

        /**
         * Creates a pace.
         *
         * @param startNs when the first is due
         * @param intervalNs the time between two; 0 is flat out
         */
        Pace(long startNs, long intervalNs) {
            this.startNs = startNs;
            this.intervalNs = intervalNs;
        }
    }

    /**
     * Creates a loop; run it in a thread of its own.
     *
     * @param subject what to read
     * @param plan the load
     * @param popularity which keys
     * @param refreshes whether a batch is being applied
     * @param cell where to record
     * @param seed any number but zero
     */
    ReadLoop(
            Subject subject,
            Plan plan,
            Popularity popularity,
            RefreshWindow refreshes,
            LatencyBoard.Cell cell,
            long seed) {
        this.subject = subject;
        this.plan = plan;
        this.popularity = popularity;
        this.refreshes = refreshes;
        this.cell = cell;
        this.random = seed;
        this.page = new Page(plan.priceLists());
    }

    /** Answers at another pace from now on; from any thread. */
    void setPace(Pace other) {
        pace = other;
    }

    /** Asks the loop to end; from any thread. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (Subject.Session session = subject.session()) {
            while (!stopped) {
                Pace now = pace;
                if (now.intervalNs == 0) {
                    for (int i = 0; i < CHUNK; i++) {
                        answer(session);
                    }
                    report();
                } else {
                    answerWhenDue(session, now);
                }
            }
            report();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // not relied on
    private void answerWhenDue(Subject.Session session, Pace until) {
        for (long due = until.startNs; !stopped && pace == until; due += until.intervalNs) {
            while (System.nanoTime() - due < 0) {
                // Lets others have the processor: what arrives at a service wakes its thread.
                Thread.yield();
                if (stopped || pace != until) {
                    return;
                }
            }
            boolean inRefresh = refreshes.isOpen();
            answer(session);
            cell.record(inRefresh || refreshes.isOpen(), System.nanoTime() - due);
            report();
        }
    }

    private void report() {
        cell.counts(requests, new Torn(twoPrices, absent, wrongTotals));
    }

    private void answer(Subject.Session session) {
        random = Popularity.xorshift(random);
        int sale = popularity.sale(random);
        int catalogId = Popularity.catalogId(sale);
        int kind = (int) random & KIND_MASK;
        requests++;
        if (kind < PRODUCTS) {
            found += session.product(popularity.productId(sale, random)) == null ? 0 : 1;
        } else if (kind < CONTAINS) {
            found += session.contains(catalogId, popularity.productId(sale, random)) ? 1 : 0;
        } else if (kind < PAGES) {
            page.clear();
            long firstId = Popularity.pageOf(popularity.productId(sale, random));
            session.page(catalogId, firstId, Page.SIZE, page);
            found += page.count();
            twoPrices += page.showsTwoPriceLists() ? 1 : 0;
            absent += page.namesAbsent() ? 1 : 0;
        } else {
            long totals = session.totals(catalogId);
            int productCount = (int) (totals >>> 32);
            wrongTotals += plan.totals().has(catalogId, productCount, (int) totals) ? 0 : 1;
        }
    }

    /** Returns how much was found, so that no read is for nothing. */
    long found() {
        return found;
    }
}
