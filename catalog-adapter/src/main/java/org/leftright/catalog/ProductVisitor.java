// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.IdSet;
import org.leftright.LongObjConsumer;
import org.leftright.LongTable;

/**
 * Passes the products of catalogs to actions. Kept by a view, since a lambda made for each visit is
 * garbage wherever the compiler does not see through the set's loop (JDK 17). Of one thread; an
 * action may visit in its turn.
 */
final class ProductVisitor<P> implements LongConsumer {
    private @Nullable LongTable<P> products;
    private @Nullable LongObjConsumer<? super P> action;

    void visit(CatalogState<P> state, long catalogId, LongObjConsumer<? super P> visitAction) {
        IdSet ids = state.catalogs.get(catalogId);
        if (ids == null) {
            return;
        }
        LongTable<P> outerProducts = products;
        LongObjConsumer<? super P> outerAction = action;
        products = state.products;
        action = visitAction;
        try {
            ids.forEach(this);
        } finally {
            products = outerProducts; // null, but inside another visit: an idle view keeps no side
            action = outerAction;
        }
    }

    @Override
    public void accept(long productId) {
        P product = Objects.requireNonNull(products).get(productId);
        if (product != null) {
            Objects.requireNonNull(action).accept(productId, product);
        }
    }
}
