// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

/**
 * The oracle of one reading thread. It is told the bounds within which a value must lie: the number
 * whose refresh had returned before the read began, and the number whose refresh had begun when the
 * read ended. It keeps the worst that it has seen.
 */
final class Observer {
    private Verdict worst = Verdict.QUIET;
    private boolean first = true;
    private long last;

    /** A read of both halves of a batch. */
    void saw(long refreshed, long oneHalf, long otherHalf, long refreshing) {
        if (oneHalf != otherHalf) {
            report(Verdict.TORN);
        } else {
            saw(refreshed, oneHalf, refreshing);
        }
    }

    /** A read of one number. */
    void saw(long refreshed, long number, long refreshing) {
        if (number > refreshing) {
            report(Verdict.NEWER);
        } else if (number < refreshed) {
            report(Verdict.STALE);
        } else if (!first && number < last) {
            report(Verdict.BACKWARDS);
        } else if (!first && number != last) {
            report(Verdict.RACED);
        }
        first = false;
        last = number;
    }

    /** What this thread has made visible itself: to see that is no race. */
    void wrote(long number) {
        first = false;
        last = number;
    }

    /** Two reads that must have given the same, because they were made in one section. */
    void sawTwice(long before, long after) {
        if (before != after) {
            report(Verdict.CHANGED);
        }
    }

    void report(Verdict verdict) {
        if (verdict.compareTo(worst) > 0) {
            worst = verdict;
        }
    }

    Verdict verdict() {
        return worst;
    }
}
