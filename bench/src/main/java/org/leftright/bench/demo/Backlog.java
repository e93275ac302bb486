// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the batches that were sent, and those that readers see. */
final class Backlog {
    private final Deque<Subject.Applied> sent = new ArrayDeque<>();
    private long sentCount;
    private long appliedCount;

    /**
     * A batch is on its way.
     *
     * @param end the records of each topic at its end
     */
    synchronized void sent(Subject.Applied end) {
        sent.add(end);
        sentCount++;
    }

    /**
     * Takes note of what readers see.
     *
     * @param applied the records of each topic that are visible
     * @return how things stand
     */
    synchronized State seen(Subject.Applied applied) {
        for (Subject.Applied end = sent.peek();
                end != null
                        && end.products() <= applied.products()
                        && end.members() <= applied.members();
                end = sent.peek()) {
            sent.remove();
            appliedCount++;
        }
        return new State(
                appliedCount, sentCount - appliedCount, applied.products() + applied.members());
    }

    /**
     * How things stand at one moment.
     *
     * @param applied how many batches readers see whole
     * @param lag how many batches are on their way
     * @param ops how many records of both topics readers see
     */
    record State(long applied, long lag, long ops) {}
}
