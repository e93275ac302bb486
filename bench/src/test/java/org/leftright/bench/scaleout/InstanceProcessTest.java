// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.leftright.bench.demo.DeltaTopics;
import org.leftright.bench.demo.DemoException;

/** Run alone: {@code mvn -pl bench -am test -Dtest=InstanceProcessTest}. */
class InstanceProcessTest {
    /** No folder for the checkpoint: the instance ends at once. */
    private static final Instance.Duty IMPOSSIBLE =
            new Instance.Duty(
                    "instance-1",
                    new DeltaTopics("127.0.0.1:1", "products", "catalogs", 1),
                    new ShardRouter(1, 1),
                    0,
                    "/no/such/folder/checkpoint");

    @Test
    @Timeout(120)
    void anInstanceThatIsGoneIsNotWaitedFor() throws Exception {
        try (Fleet fleet = new Fleet(List.of(IMPOSSIBLE))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> fleet.ready(0))
                        .isInstanceOf(DemoException.class)
                        .hasMessageContaining("instance-1 is gone");
            }
            assertThatThrownBy(() -> fleet.ask(0, "catalog", 1, Long[].class))
                    .isInstanceOf(DemoException.class);
        }
    }
}
