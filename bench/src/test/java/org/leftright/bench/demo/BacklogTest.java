// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.leftright.bench.demo.Subject.Applied;

/** Run alone: {@code mvn -pl bench -am test -Dtest=BacklogTest}. */
class BacklogTest {
    private final Backlog backlog = new Backlog();

    @Test
    void aBatchIsOnItsWayUntilBothTopicsAreSeenToItsEnd() {
        backlog.sent(new Applied(10, 3));
        backlog.sent(new Applied(12, 3));

        assertThat(backlog.seen(new Applied(12, 2)).lag()).isEqualTo(2);
        assertThat(backlog.seen(new Applied(11, 3))).isEqualTo(new Backlog.State(1, 1, 14));
    }

    @Test
    void aBatchWithoutChangesIsSeenAtOnce() {
        backlog.seen(new Applied(5, 5));
        backlog.sent(new Applied(5, 5));

        assertThat(backlog.seen(new Applied(5, 5)).lag()).isZero();
    }
}
