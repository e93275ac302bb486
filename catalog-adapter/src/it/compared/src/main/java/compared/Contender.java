// SPDX-License-Identifier: Apache-2.0
package compared;

import java.nio.file.Path;

/** A way to keep two topics in memory; each does the same job. Any thread may read. */
interface Contender extends AutoCloseable {
    /**
     * Begins to follow the topics, and returns when all that they held can be read.
     *
     * @param servers the broker's address
     * @param folder an empty folder for files
     */
    void start(String servers, Path folder) throws Exception;

    /** Returns the price of a product. */
    long price(long productId);

    /** Reads a catalog and all its products, as a request would. */
    Answer answer(long catalogId);

    /** Returns the bytes that are held outside the heap, files not counted. */
    default long offHeapBytes() {
        return 0;
    }

    /** Gives up what only a writer needs, where it could be in another process. */
    default void dropWriter() {}

    @Override
    void close() throws Exception;
}
