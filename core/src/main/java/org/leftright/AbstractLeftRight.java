// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LeftRight} and the maps have in common: lookups and sections from any thread, without
 * a handle. Each of them is the {@link Live} that it reads, so that a get loads {@code live} from
 * the map itself.
 *
 * @param <S> the state
 */
abstract sealed class AbstractLeftRight<S> extends Live<S>
        permits LeftRight, LeftRightMap, LeftRightLongMap, LeftRightGroup {
    final WriterLock<S> writer;
    private final ReaderRegistry<S> registry;
    private final LongAdder lookupFallbacks = new LongAdder();

    AbstractLeftRight(
            S initial,
            UnaryOperator<S> copier,
            Oplog<S> oplog,
            Version.Factory<S> versions,
            @Nullable RefreshListener<S> listener,
            WriterOptions options) {
        super(initial, versions);
        this.registry = new ReaderRegistry<>(this, options);
        this.writer =
                new WriterLock<>(
                        this, new Writer<>(this, registry, copier, oplog, listener, options));
    }

    static <C extends AbstractChanges> void tell(Consumer<? super C> listener, C changes) {
        try {
            listener.accept(changes);
        } finally {
            changes.end();
        }
    }

    // ---------------------------------------------------------------- lookups

    /** See {@link LeftRight#lookupInt(ToIntFunction)}. */
    final int optimisticInt(ToIntFunction<? super S> lookup) {
        Version<S> version = live; // volatile: pairs with the store in flip (L3)
        try {
            int value = lookup.applyAsInt(version.state); // plain, racing
            if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
                return value;
            }
        } catch (Throwable racing) {
            // A racing read may fail in any way. If this one did not race, it fails again below.
        }
        return optimisticIntAgain(lookup);
    }

    private int optimisticIntAgain(ToIntFunction<? super S> lookup) {
        lookupFallbacks.increment();
        Reader<S> slot = lendForLookup();
        try {
            return lookup.applyAsInt(live.state);
        } finally {
            slot.endLookup();
        }
    }

    /** Repeats, in a section, a lookup that raced with a refresh. */
    final <R> @Nullable R lookupAgain(long key, LongLookup<? super S, ? extends R> lookup) {
        lookupFallbacks.increment();
        Reader<S> slot = lendForLookup();
        try {
            return lookup.get(live.state, key);
        } finally {
            slot.endLookup();
        }
    }

    /** Repeats, in a section, a lookup that raced with a refresh. */
    final <K, R> @Nullable R lookupAgain(K key, Lookup<? super S, ? super K, ? extends R> lookup) {
        lookupFallbacks.increment();
        Reader<S> slot = lendForLookup();
        try {
            return lookup.get(live.state, key);
        } finally {
            slot.endLookup();
        }
    }

    final int lookupIntAgain(long first, long second, LongPairLookup<? super S> lookup) {
        lookupFallbacks.increment();
        Reader<S> slot = lendForLookup();
        try {
            return lookup.get(live.state, first, second);
        } finally {
            slot.endLookup();
        }
    }

    /** A slot apart from any section of this thread: a lookup reads what is live now. */
    private Reader<S> lendForLookup() {
        Thread thread = Thread.currentThread();
        Reader<S> found = registry.slotFor(thread);
        Reader<S> slot = found.cell.depth == 0 ? found : registry.lendAnother(thread);
        slot.beginLookup();
        return slot;
    }

    // ---------------------------------------------------------------- sections

    final <V, R extends @Nullable Object> R readView(
            Function<? super Section<S>, ? extends V> views, Function<? super V, ? extends R> fn) {
        Section<S> section = enterForRead();
        try {
            return fn.apply(section.view(views));
        } finally {
            section.end();
        }
    }

    final <V> V enterView(Function<? super Section<S>, ? extends V> views) {
        return registry.slotFor(Thread.currentThread()).enterLevel(views);
    }

    final Section<S> enterForRead() {
        return registry.slotFor(Thread.currentThread()).enterLevelForRead();
    }

    final Reader<S> register() {
        return registry.register();
    }

    /**
     * What has happened so far. Takes no lock.
     *
     * @return the figures
     */
    public final Stats stats() {
        return writer.stats(lookupFallbacks.sum());
    }

    final ReaderRegistry<S> registry() {
        return registry;
    }
}
