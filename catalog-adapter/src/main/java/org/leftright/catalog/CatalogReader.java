// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupReadHandle;
import org.leftright.GroupView;

/**
 * A read handle of a {@link ProductCatalog}, for the one thread that made it: the cheapest way to
 * read in sections. Close it when the thread no longer reads.
 *
 * @param <P> the products
 */
public final class CatalogReader<P> implements AutoCloseable {
    private final GroupReadHandle reader;
    private final Function<GroupView, CatalogView<P>> views;

    CatalogReader(GroupReadHandle reader, Function<GroupView, CatalogView<P>> views) {
        this.reader = reader;
        this.views = views;
    }

    /**
     * Runs a function in a section. Sections of one handle nest, and a nested one sees the version
     * of the outermost; other sections of the thread are apart.
     *
     * @param fn gets the view, which is valid until the function returns
     * @param <R> its result
     * @return what the function returned
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public <R extends @Nullable Object> R read(Function<? super CatalogView<P>, ? extends R> fn) {
        Objects.requireNonNull(fn, "fn");
        return reader.read(views, fn);
    }

    /**
     * Gives the handle back; no effect if it is closed already.
     *
     * @throws IllegalStateException if a section of this handle is open, or if the handle belongs
     *     to another thread that is alive
     */
    @Override
    public void close() {
        reader.close();
    }
}
