// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.IdSetsView;
import org.leftright.LongMapView;
import org.leftright.LongObjConsumer;

/**
 * Passes the products of catalogs to actions. Kept by a view, since a lambda made for each visit is
 * garbage wherever the compiler does not see through the set's loop (JDK 17). Of one thread; an
 * action may visit in its turn.
 */
final class ProductVisitor<P> implements LongConsumer {
    private final LongMapView<P> products;
    private @Nullable LongObjConsumer<? super P> action;

    ProductVisitor(LongMapView<P> products) {
        this.products = products;
    }

    void visit(IdSetsView catalogs, long catalogId, LongObjConsumer<? super P> visitAction) {
        LongObjConsumer<? super P> outerAction = action;
        action = visitAction;
        try {
            catalogs.forEach(catalogId, this);
        } finally {
            action = outerAction; // null, but inside another visit
        }
    }

    @Override
    public void accept(long productId) {
        P product = products.get(productId);
        if (product != null) {
            Objects.requireNonNull(action).accept(productId, product);
        }
    }
}
