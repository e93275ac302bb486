// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import org.jspecify.annotations.Nullable;

/** The rule of {@link CatalogGuard#keeping}. */
final class KeptShare {
    private KeptShare() {}

    static @Nullable String objection(
            double share, CatalogView<?> before, CatalogView<?> next, CatalogChanges<?> changes) {
        String objection = objection(share, before.productCount(), next.productCount(), "products");
        if (objection != null || !losesEntries(changes)) {
            return objection;
        }
        return objection(share, entryCount(before), entryCount(next), "catalog entries");
    }

    private static @Nullable String objection(double share, long before, long next, String what) {
        return before == 0 || (double) next / before >= share
                ? null
                : next + " " + what + ", less than " + share + " of the " + before + " before";
    }

    /** Counted catalog by catalog only if there is a reason to. */
    private static boolean losesEntries(CatalogChanges<?> changes) {
        boolean[] lost = new boolean[1];
        changes.forEachEntry((catalogId, productId, isAdded) -> lost[0] |= !isAdded);
        return lost[0];
    }

    private static long entryCount(CatalogView<?> view) {
        long count = 0;
        for (long catalogId : view.catalogIds()) {
            count += view.catalogSize(catalogId);
        }
        return count;
    }
}
