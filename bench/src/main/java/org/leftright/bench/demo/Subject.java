// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is put under load: something that follows the delta topics and serves reads meanwhile. */
interface Subject extends AutoCloseable {

    /** One thread's way to read; used by that thread alone. */
    interface Session extends AutoCloseable {
        /** Returns a product, or null. */
        @Nullable Product product(long productId);

        /** Returns whether a catalog has a product. */
        boolean contains(long catalogId, long productId);

        /**
         * Reads a page: those of some products that the catalog has.
         *
         * @param catalogId the catalog
         * @param firstId the first product; the others have the ids after it
         * @param count how many products to ask for
         * @param page where to put those that the catalog names
         */
        void page(long catalogId, long firstId, int count, Page page);

        /** Returns the count of all products, and of those of a catalog in the lower 32 bits. */
        long totals(long catalogId);

        @Override
        void close();
    }

    /** Returns the name for tables and charts. */
    String name();

    /**
     * Begins to follow the topics and waits until all they held at the start is served.
     *
     * @param limit how long to wait at most
     * @throws Exception if that fails or takes longer
     */
    void start(Duration limit) throws Exception;

    /** Opens a session for the calling thread. */
    Session session();

    /** Returns how many records of each topic are visible to readers. */
    Applied applied();

    /** Returns what is served; call it when nothing changes any more. */
    Contents contents();

    /** Returns what there is to say about it in a line. */
    String notes();

    /** Returns whether it promises that no read sees part of a batch. */
    boolean showsWholeBatches();

    /** Returns the name of the thread that applies batches. */
    String feedThread();

    /** Returns what it counts itself, by name. */
    Map<String, Long> counts();

    @Override
    void close();

    /**
     * How far a subject has come.
     *
     * @param products records of the products topic
     * @param members records of the catalog entries topic
     */
    record Applied(long products, long members) {}
}
