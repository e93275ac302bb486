// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;
import org.leftright.Straggler;

/**
 * Options of a {@link ProductCatalog}.
 *
 * @param <P> the products
 */
public final class ProductCatalogBuilder<P> {
    private @Nullable String name;
    private @Nullable Duration stallTimeout;
    private @Nullable Consumer<? super Straggler> stragglerListener;
    private @Nullable Consumer<? super CatalogChanges<P>> refreshListener;
    private int expectedProducts;

    ProductCatalogBuilder() {}

    /**
     * The name by which stragglers, log and flight recordings tell this from the other maps of the
     * program.
     *
     * @param name not blank; the default is "leftright-" and a number
     * @return this
     */
    public ProductCatalogBuilder<P> name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name must not be blank");
        }
        this.name = name;
        return this;
    }

    /**
     * How long a write waits, in all, for readers that hold the hidden side, before it leaves that
     * side to them and clones the live one, which copies all the sets. The default is one second.
     *
     * @param timeout zero or more
     * @return this
     */
    public ProductCatalogBuilder<P> stallTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("stallTimeout must not be negative: " + timeout);
        }
        this.stallTimeout = timeout;
        return this;
    }

    /**
     * Who is told of readers that outlasted the stall timeout, and told again, at growing
     * intervals, while they stay. The default logs a warning that says what to do, with the stack
     * of the straggling thread, to the {@link System.Logger} {@code org.leftright}.
     *
     * @param listener gets the straggler, under the writers' lock
     * @return this
     */
    public ProductCatalogBuilder<P> stragglerListener(Consumer<? super Straggler> listener) {
        this.stragglerListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * What is told of the changes of each refresh that made ops visible, for instance to keep a
     * search index or web pages up to date. The refreshing thread calls it while it holds the
     * writers' lock, when the new version is live; so it should be short, may read the catalog, and
     * must not write to it. What it throws is logged. Without a listener nothing is computed. It is
     * not told of a refresh in which memory ended.
     *
     * @param listener gets the changes, which are valid until it returns
     * @return this
     */
    public ProductCatalogBuilder<P> refreshListener(Consumer<? super CatalogChanges<P>> listener) {
        this.refreshListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * How many products to make room for from the start.
     *
     * @param count zero or more
     * @return this
     */
    public ProductCatalogBuilder<P> expectedProducts(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("expectedProducts must not be negative: " + count);
        }
        this.expectedProducts = count;
        return this;
    }

    /**
     * Makes the catalog, empty.
     *
     * @return a new catalog
     */
    public ProductCatalog<P> build() {
        LeftRightGroupBuilder builder = LeftRightGroup.builder();
        GroupLongMap<P> products = builder.longMap(expectedProducts);
        GroupIdSets catalogs = builder.idSets();
        if (name != null) {
            builder.name(name);
        }
        if (stallTimeout != null) {
            builder.stallTimeout(stallTimeout);
        }
        if (stragglerListener != null) {
            builder.stragglerListener(stragglerListener);
        }
        Consumer<? super CatalogChanges<P>> listener = refreshListener;
        if (listener != null) {
            builder.refreshListener(
                    changes -> listener.accept(new CatalogChanges<>(changes, products, catalogs)));
        }
        return new ProductCatalog<>(builder.build(), products, catalogs);
    }
}
