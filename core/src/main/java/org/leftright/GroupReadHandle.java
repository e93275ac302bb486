// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read handle of a {@link LeftRightGroup}, for the one thread that made it: the cheapest way to
 * read in sections. No method waits. Close it when the thread no longer reads.
 */
public final class GroupReadHandle implements AutoCloseable {
    private final Reader<GroupState> reader;

    GroupReadHandle(Reader<GroupState> reader) {
        this.reader = reader;
    }

    /**
     * Runs a function in a section: all its reads see one version of all members. Inside another
     * section of this handle, that is the outermost's.
     *
     * @param fn gets the view, which is valid until it returns
     * @param <R> its result
     * @return what the function returned
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public <R extends @Nullable Object> R read(Function<? super GroupView, ? extends R> fn) {
        return reader.read(GroupView::new, fn);
    }

    /**
     * Runs a function in a section, on a view of the user's own that is made once and used again by
     * later sections. So a class that shows several members in its own way reads without making an
     * object.
     *
     * @param views makes the user's view of a view; must be the same constant function in all calls
     * @param fn gets the user's view, which is valid until it returns
     * @param <V> the user's view
     * @param <R> its result
     * @return what the function returned
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public <V, R extends @Nullable Object> R read(
            Function<? super GroupView, ? extends V> views, Function<? super V, ? extends R> fn) {
        Section<GroupState> section = reader.enterForRead();
        try {
            return fn.apply(section.view(GroupView::new).as(views));
        } finally {
            section.end();
        }
    }

    /**
     * Enters a section, to be closed by the same thread.
     *
     * @return a view of one version, for try-with-resources
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public GroupView enter() {
        return reader.enter(GroupView::new);
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
