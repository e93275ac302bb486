// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import java.util.function.IntConsumer;

/** A writer makes ever greater numbers visible; these are the bounds for what a reader may see. */
abstract class Numbers {
    /** Writer: the number that a refresh may be making visible. */
    private volatile int refreshing;

    /** Writer: the number that a refresh has made visible. */
    private volatile int refreshed;

    /** Makes a number visible. */
    final void refresh(int number, Runnable refresh) {
        refreshing = number;
        refresh.run();
        refreshed = number;
    }

    /** Makes the numbers from 1 on visible, each by the batch of that number. */
    final void refreshTo(int last, IntConsumer batch) {
        for (int i = 1; i <= last; i++) {
            int number = i;
            refresh(number, () -> batch.accept(number));
        }
    }

    /** A reader asks for it before it reads. */
    final int refreshed() {
        return refreshed;
    }

    final void saw(Observer observer, int before, long number) {
        observer.saw(before, number, refreshing);
    }

    final void saw(Observer observer, int before, long oneHalf, long otherHalf) {
        observer.saw(before, oneHalf, otherHalf, refreshing);
    }
}
