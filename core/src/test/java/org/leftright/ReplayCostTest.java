// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When ops are left for a clone, and that a side left half replayed is not used. */
class ReplayCostTest {
    private final List<Integer> executed = new ArrayList<>();

    private boolean execute(int from, int to) {
        IntStream.range(from, to).forEach(executed::add);
        long beginNs = System.nanoTime();
        while (System.nanoTime() == beginNs) {
            Thread.onSpinWait(); // so that it has cost something
        }
        return true;
    }

    @Test
    void opsThatCostLessThanACloneAreAllExecutedInOrder() {
        assertThat(ReplayCost.executeUnlessCloneIsCheaper(1000, Long.MAX_VALUE, this::execute))
                .isTrue();
        assertThat(executed).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void opsThatCostMoreThanACloneAreLeft() {
        assertThat(ReplayCost.executeUnlessCloneIsCheaper(1000, 0, this::execute)).isFalse();
        assertThat(executed).hasSizeLessThan(1000);
    }

    @Test
    void fewOpsAreExecutedWhateverACloneCosts() {
        assertThat(ReplayCost.executeUnlessCloneIsCheaper(100, 0, this::execute)).isTrue();
        assertThat(executed).hasSize(100);
    }

    @Test
    void opsThatAreNotPossibleEndIt() {
        assertThat(ReplayCost.executeUnlessCloneIsCheaper(1000, 1L << 40, (from, to) -> from < 500))
                .isFalse();
    }

    @Test
    void aSideThatWasLeftHalfReplayedIsClonedAnew() {
        LeftRightLongMap<Integer> map = LeftRightLongMap.create();
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 100_000; i++) { // on sixteen slots: a clone costs next to nothing
                map.writer().put(i % 7, round + i);
            }
            map.writer().refresh();
            for (int key = 0; key < 7; key++) {
                assertThat(map.writer().get(key)).as("pending").isEqualTo(map.get(key));
            }
        }
        assertThat(map.stats().cloneCount()).isGreaterThan(1);
    }
}
