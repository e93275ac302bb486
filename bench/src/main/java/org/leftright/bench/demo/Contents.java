// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import org.jspecify.annotations.Nullable;

/** The whole of what a subject serves, for the check at the end. */
interface Contents {
    /** Returns how many products there are. */
    int productCount();

    /** Returns a product, or null. */
    @Nullable Product product(long productId);

    /** Returns the ids of a catalog in any order; none if there is no such catalog. */
    long[] productIds(long catalogId);
}
