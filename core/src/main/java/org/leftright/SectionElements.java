// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one version, valid until the section ends: to iterate over, or for a stream. It
 * is never split, since a section belongs to one thread: a parallel stream, too, takes the elements
 * in the thread that entered the section.
 */
final class SectionElements<E> implements Iterator<E>, Spliterator<E> {
    private final Held<?> held;
    private final Version<?> version;
    private final Iterator<? extends E> elements;
    private long left;

    /** Wraps so many elements, none of them null. */
    SectionElements(Held<?> held, Iterator<? extends E> elements, int size) {
        this.held = held;
        this.version = held.heldVersion();
        this.elements = elements;
        this.left = size;
    }

    Stream<E> stream() {
        return StreamSupport.stream(this, false);
    }

    @Override
    public boolean hasNext() {
        held.require(version);
        return elements.hasNext();
    }

    @Override
    public E next() {
        held.require(version);
        E element = elements.next();
        left--;
        return element;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        if (!hasNext()) {
            return false;
        }
        action.accept(next());
        return true;
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        while (tryAdvance(action)) {
            // the action may end the section: each element asks again
        }
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        held.require(version); // count() asks for nothing else
        return left;
    }

    @Override
    public int characteristics() {
        return SIZED | NONNULL | IMMUTABLE;
    }
}
