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
    static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(1);

    private final S initial;
    private final UnaryOperator<S> copier;
    private boolean built;
    private Duration stallTimeout = DEFAULT_STALL_TIMEOUT;
    private Consumer<? super Straggler> stragglerListener = LeftRightBuilder::warn;

    LeftRightBuilder(S initial, UnaryOperator<S> copier) {
        this.initial = Objects.requireNonNull(initial, "initial");
        this.copier = Objects.requireNonNull(copier, "copier");
    }

    /**
     * How long a write waits, in all, for readers that hold the hidden side, before it leaves that
     * side to them and clones the live one. The default is one second.
     *
     * @param timeout zero or more
     * @return this
     */
    public LeftRightBuilder<S> stallTimeout(Duration timeout) {
        LeftRight.saturatedNs(timeout);
        this.stallTimeout = timeout;
        return this;
    }

    /**
     * Who is told, once each, of readers that outlasted the stall timeout. It is called by the
     * writing thread, under the writers' lock, and must not write. The default logs a warning.
     *
     * @param listener gets the straggler
     * @return this
     */
    public LeftRightBuilder<S> stragglerListener(Consumer<? super Straggler> listener) {
        this.stragglerListener = Objects.requireNonNull(listener, "listener");
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
        return new LeftRight<>(initial, copier, new OpList<>(), stallTimeout, stragglerListener);
    }

    static void warn(Straggler straggler) {
        Thread thread = straggler.thread();
        System.getLogger(LeftRight.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "straggler: thread {0} has been reading a side hidden by version {1} for"
                                + " {2} ms; the live side is cloned",
                        thread == null ? "unknown" : thread.getName(),
                        straggler.version(),
                        straggler.waitedNs() / 1_000_000);
    }
}
