// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leftright.bench.turn.Queries.Which;

/** That what is measured is what the table says. */
class InTurnTest {
    @ParameterizedTest
    @EnumSource(Keys.class)
    void keysDifferAndEachPeerFindsThemAndNoOthers(Keys kind) {
        int n = Math.min(500, kind.mostEntries());
        Object[] entries = kind.keys(0, n);
        Set<Object> distinct = new HashSet<>(Arrays.asList(kind.keys(0, 2 * n)));
        assertThat(distinct).hasSize(2 * n);
        List<Peer> peers = Peer.of(kind, entries);

        for (Which which : Which.values()) {
            Queries queries = Queries.of(kind, entries, which);
            int count = queries.count();
            for (Peer peer : peers) {
                assertThat(peer.get(queries, 0, count))
                        .as(peer.label + " " + which)
                        .isEqualTo(which == Which.ABSENT ? 0 : count);
            }
        }
    }

    @Test
    void equalKeysAreOtherObjects() {
        Object[] entries = Keys.SKU.keys(0, 100);
        Set<Object> same = new HashSet<>(Arrays.asList(entries));
        Queries equal = Queries.of(Keys.SKU, entries, Which.EQUAL);

        assertThat(same).containsAll(Arrays.asList(equal.keys));
        assertThat(equal.keys[0])
                .isNotSameAs(entries[Arrays.asList(entries).indexOf(equal.keys[0])]);
    }

    @Test
    void aQuarterOfTheWindowsIsNotSlowerThanTheLowerQuartile() {
        assertThat(Windows.lowerQuartile(new double[] {8, 1, 5, 3, 9})).isEqualTo(3);
        assertThat(Windows.lowerQuartile(new double[] {4})).isEqualTo(4);
    }

    @Test
    void eachPeerHasAQuartile() {
        Object[] entries = Keys.RANDOM_LONG.keys(0, 100);
        double[] ns =
                InTurn.nsPerGet(
                        Peer.of(Keys.RANDOM_LONG, entries),
                        Queries.of(Keys.RANDOM_LONG, entries, Which.SAME),
                        1,
                        5);

        assertThat(ns).hasSize(3);
        assertThat(Arrays.stream(ns).allMatch(each -> each > 0)).isTrue();
        assertThat(InTurn.row(Keys.SKU, 1000, true, Which.EQUAL, new double[] {3, 2, 4}))
                .isEqualTo("| sku | 1,000 | moved | equal | 3.0 | 2.0 | 4.0 | 1.50 | 0.75 |");
    }
}
