// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Options of a {@link LeftRight}.
 *
 * @param <S> the state
 */
public final class LeftRightBuilder<S> {
    private final S initial;
    private final UnaryOperator<S> copier;
    private final WriterOptions options = new WriterOptions();
    private boolean built;

    LeftRightBuilder(S initial, UnaryOperator<S> copier) {
        this.initial = Objects.requireNonNull(initial, "initial");
        this.copier = Objects.requireNonNull(copier, "copier");
    }

    /**
     * The name by which stragglers, log and flight recordings tell this from the other maps of the
     * program.
     *
     * @param name not blank; the default is "leftright-" and a number
     * @return this
     */
    public LeftRightBuilder<S> name(String name) {
        options.name(name);
        return this;
    }

    /**
     * How long a write waits, in all, for readers that hold the hidden side, before it leaves that
     * side to them and clones the live one. The default is one second.
     *
     * @param timeout zero or more
     * @return this
     */
    public LeftRightBuilder<S> stallTimeout(Duration timeout) {
        options.stallTimeout(timeout);
        return this;
    }

    /**
     * Who is told, once each, of readers that outlasted the stall timeout. It is called by the
     * writing thread, under the writers' lock, and must not write. The default logs a warning that
     * says what to do, with the stack of the straggling thread, to the {@link System.Logger} {@code
     * org.leftright.LeftRight}.
     *
     * @param listener gets the straggler
     * @return this
     */
    public LeftRightBuilder<S> stragglerListener(Consumer<? super Straggler> listener) {
        options.stragglerListener(listener);
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
        return new LeftRight<>(initial, copier, new OpList<>(), Version::new, options);
    }
}
