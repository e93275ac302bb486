// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * The wait for the readers that may hold the side which a flip has hidden: those whose epoch was
 * odd after the flip, each until that epoch has changed. A changed epoch is enough, even or odd:
 * who arrives after the flip gets the new version. Used under the writer lock.
 */
final class GracePeriod<S> {
    private static final int SHORT_SPIN_COUNT = 128;

    private final String mapName;
    private final Events events;
    private final Counters counters;
    private final BackoffIdleStrategy idle =
            new BackoffIdleStrategy(
                    128, 32, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(200));

    private static final int RETAINED_CELLS = 1024;
    private static final long SHORTEST_REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final ReaderEpoch<S>[] fewCells = newCells(4);
    private final long[] fewEpochs = new long[4];

    private ReaderEpoch<S>[] cells = fewCells;
    private long[] epochs = fewEpochs;
    private int count;
    private int notedCount;
    private int knownStragglerCount;
    private long beginNs;
    private long waitedNs;

    GracePeriod(String mapName, Events events, Counters counters) {
        this.mapName = mapName;
        this.events = events;
        this.counters = counters;
    }

    /** Right after the flip and its barrier. If it fails, the side has to be abandoned. */
    void begin(ReaderRegistry<S> registry, Side<S> hidden) {
        waitedNs = 0;
        count = 0;
        knownStragglerCount = 0;
        events.gracePeriodBegins();
        registry.forEachCell(
                cell -> {
                    long epoch = cell.getEpoch();
                    if (ReaderEpoch.isReading(epoch)) {
                        if (cell.stalledEpoch == epoch) {
                            knownStragglerCount++;
                        }
                        if (cell.mayHold(hidden, epoch)) {
                            note(cell, epoch);
                        } else {
                            departIfDead(cell, epoch); // died with a side abandoned before
                        }
                    }
                });
        notedCount = count;
    }

    private void note(ReaderEpoch<S> cell, long epoch) {
        if (count == epochs.length) {
            ReaderEpoch<S>[] moreCells = Arrays.copyOf(cells, 2 * count);
            epochs = Arrays.copyOf(epochs, 2 * count);
            Arrays.fill(cells, null); // fewCells stays reachable, and must retain no cell
            cells = moreCells;
        }
        if (count == 0) {
            beginNs = System.nanoTime(); // nobody else is asked for it
        }
        cell.hide(epoch, beginNs);
        cells[count] = cell;
        epochs[count++] = epoch;
    }

    /** Whether all have departed. Does not wait. */
    boolean isOver() {
        while (count > 0) {
            // Pairs with the release in depart: the reads of that section came before (L1).
            if (cells[count - 1].getEpoch() == epochs[count - 1]) {
                return false;
            }
            count--;
        }
        return true;
    }

    boolean isOverWithinShortSpin() {
        for (int i = 0; i < SHORT_SPIN_COUNT; i++) {
            if (isOver()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return isOver();
    }

    /**
     * Waits, at most that long, and not for epochs that have timed out before.
     *
     * @return false if stragglers remain, or if the thread is interrupted, which it stays
     */
    boolean await(long limitNs) {
        long fromNs = System.nanoTime();
        boolean over = isOverWithinShortSpin() || isOverWithin(limitNs);
        waitedNs = System.nanoTime() - fromNs;
        return over;
    }

    private boolean isOverWithin(long limitNs) {
        long fromNs = System.nanoTime();
        idle.reset();
        while (!isOver()) {
            departForTheDead();
            if (Thread.currentThread().isInterrupted()
                    || allStalledBefore()
                    || System.nanoTime() - fromNs >= limitNs) {
                return isOver();
            }
            idle.idle();
        }
        return true;
    }

    /** Departs for threads that died inside a section. */
    void departForTheDead() {
        for (int i = 0; i < count; i++) {
            departIfDead(cells[i], epochs[i]);
        }
    }

    private void departIfDead(ReaderEpoch<S> cell, long epoch) {
        if (cell.isDead(epoch)) {
            cell.departForDead(epoch);
            Counters.add(counters.departedForDeadCount, 1);
        }
    }

    private boolean allStalledBefore() {
        for (int i = 0; i < count; i++) {
            if (cells[i].stalledEpoch != epochs[i] && cells[i].getEpoch() == epochs[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the thread would wait for itself. */
    boolean waitsFor(Thread thread) {
        for (int i = 0; i < count; i++) {
            if (cells[i].isHeldBy(thread) && cells[i].getEpoch() == epochs[i]) {
                return true;
            }
        }
        return false;
    }

    /** All have departed. */
    void end(long version) {
        end(version, true);
    }

    private void end(long version, boolean over) {
        events.gracePeriodEnds(version, notedCount, over, waitedNs);
        Arrays.fill(cells, 0, notedCount, null); // keeps no cell longer than needed
        count = 0;
        if (cells.length > RETAINED_CELLS) {
            cells = fewCells;
            epochs = fewEpochs;
        }
    }

    /** Ends the wait: those that remain will not be waited for again. */
    void giveUp(long version, Consumer<? super Straggler> listener) {
        int readerCount = 0;
        int stragglerCount = 0;
        for (int i = 0; i < count; i++) {
            ReaderEpoch<S> cell = cells[i];
            if (cell.getEpoch() == epochs[i]) {
                readerCount++;
                if (cell.stalledEpoch != epochs[i]) {
                    cell.stalledEpoch = epochs[i];
                    stragglerCount++;
                    Counters.add(counters.stragglerCount, 1);
                    report(cell, epochs[i], version, listener);
                }
            }
        }
        events.abandons(version, readerCount, stragglerCount, ageNs());
        end(version, false);
    }

    /**
     * Reports stragglers again that are still there after a refresh. The intervals grow: a
     * straggler is reported when its side has been hidden twice as long as at the last report, and
     * a second longer at least.
     */
    void reportAgain(
            ReaderRegistry<S> registry, long version, Consumer<? super Straggler> listener) {
        if (knownStragglerCount == 0) {
            return;
        }
        registry.forEachCell(
                cell -> {
                    long epoch = cell.stalledEpoch;
                    if (epoch == cell.hiddenEpoch
                            && epoch != 0
                            && cell.hiddenForNs(System.nanoTime()) >= cell.nextReportNs) {
                        report(cell, epoch, version, listener);
                    }
                });
    }

    private void report(
            ReaderEpoch<S> cell, long epoch, long version, Consumer<? super Straggler> listener) {
        long waitedNs = Math.max(0, System.nanoTime() - cell.hiddenNs);
        cell.nextReportNs = waitedNs + Math.max(waitedNs, SHORTEST_REPORT_INTERVAL_NS);
        Version<S> held = cell.heldVersion(epoch);
        tell(
                listener,
                new Straggler(
                        mapName,
                        cell.owner,
                        version,
                        held != null ? held.number : Straggler.UNKNOWN,
                        Instant.now().minusNanos(waitedNs),
                        waitedNs));
    }

    private long ageNs() {
        return System.nanoTime() - beginNs;
    }

    private void tell(Consumer<? super Straggler> listener, Straggler straggler) {
        events.straggles(straggler);
        try {
            listener.accept(straggler);
        } catch (Throwable e) {
            // The writer's work goes on; the thread's handler is told of a broken listener.
            Thread thread = Thread.currentThread();
            try {
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            } catch (Throwable ignored) {
                // The JVM ignores what such a handler throws, too.
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <S> ReaderEpoch<S>[] newCells(int length) {
        return new ReaderEpoch[length];
    }
}
