// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link LeftRight}.
 *
 * @param <S> the state
 */
public final class LeftRightBuilder<S> {
    private final S initial;
    private final UnaryOperator<S> copier;
    private final WriterOptions options = new WriterOptions();
    private @Nullable ReplayCheck<S> check;
    private boolean built;

    LeftRightBuilder(S initial, UnaryOperator<S> copier) {
        this.initial = Objects.requireNonNull(initial, "initial");
        this.copier = Objects.requireNonNull(copier, "copier");
    }

    /**
     * Sets the name that reports of stragglers, the log and flight recordings show.
     *
     * @param name not blank; the default is "leftright-" and a number
     * @return this
     */
    public LeftRightBuilder<S> name(String name) {
        options.name(name);
        return this;
    }

    /**
     * Sets how long a write waits, in all, for readers that hold the hidden side. Then the writer
     * leaves that side to them and clones the live one. The default is one second.
     *
     * @param timeout zero or more
     * @return this
     */
    public LeftRightBuilder<S> stallTimeout(Duration timeout) {
        options.stallTimeout(timeout);
        return this;
    }

    /**
     * Sets what is told of readers that outlasted the stall timeout, and told again, at growing
     * intervals, while they stay and refreshes are made. The writing thread calls the listener
     * under the writers' lock; the listener must not write. The default logs a warning with the
     * stack of the straggling thread to the {@link System.Logger} {@code org.leftright}.
     *
     * @param listener gets the straggler
     * @return this
     */
    public LeftRightBuilder<S> stragglerListener(Consumer<? super Straggler> listener) {
        options.stragglerListener(listener);
        return this;
    }

    /**
     * Checks that ops are deterministic, for tests: after each replay the two sides must be equal,
     * and no op may have changed the side that readers see. Otherwise the call that replayed
     * ({@code refresh}, {@code batch}, {@code settle} or a write) throws an {@link
     * IllegalStateException} that names the op and has as its cause where it was written. What is
     * live stays live, and the next write clones it.
     *
     * <p>Costs two copies of the state and two comparisons for each replay, a stack trace for each
     * op, and memory for one more copy. There is no replay, and no check, if the side was given up
     * to a straggler or a snapshot. To find the op, the ops are executed twice more.
     *
     * @param equality tells whether two states are equal, without changing them; {@code
     *     Object::equals} for collections of values that have an {@code equals}
     * @return this
     */
    public LeftRightBuilder<S> checkReplays(BiPredicate<? super S, ? super S> equality) {
        check = new ReplayCheck<>(Objects.requireNonNull(equality, "equality"), copier);
        return this;
    }

    /**
     * Sets whether a nested section is rejected, by an {@link IllegalStateException}, if the side
     * of the outer section was hidden by a refresh at least the stall timeout ago. A section that
     * was never closed makes all later sections of its thread stale; with this option they fail
     * instead. A section that is open for long on purpose then cannot have others nested in it.
     *
     * @param reject whether to; the default is false
     * @return this
     */
    public LeftRightBuilder<S> rejectStaleSections(boolean reject) {
        options.rejectStaleSections = reject;
        return this;
    }

    /**
     * Makes the left-right.
     *
     * @return a new left-right
     * @throws IllegalStateException if this builder has made one already: two cannot share a state
     */
    public LeftRight<S> build() {
        if (built) {
            throw new IllegalStateException(
                    "this builder's initial state is in use: begin with a new builder and state");
        }
        built = true;
        return new LeftRight<>(initial, copier, new OpList<>(check), Version::new, options);
    }
}
