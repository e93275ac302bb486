// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void labelsThatDoNotTouchStayWhereTheyAre() {
        assertThat(apart(10, 50, 90)).containsExactly(10, 50, 90);
    }

    @Test
    void labelsThatWouldTouchMoveApartEquallyFar() {
        assertThat(apart(50, 50)).containsExactly(40, 60);
    }

    @Test
    void aRunThatGrowsIntoTheNextTakesItAlong() {
        double[] places = apart(50, 50, 65);

        assertThat(places[1] - places[0]).isEqualTo(20);
        assertThat(places[2] - places[1]).isEqualTo(20);
    }

    @Test
    void noLabelLeavesThePicture() {
        assertThat(apart(0, 0, 100, 100)).containsExactly(0, 20, 80, 100);
    }

    @Test
    void fewestLabelsAreNoTrouble() {
        assertThat(apart()).isEmpty();
    }

    private static double[] apart(double... wanted) {
        return Spread.apart(wanted, 20, 0, 100);
    }
}
