// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** What the tests share that wait until something has been collected. */
abstract class CollectedTests {
    final LeftRightMap<String, Object> map =
            LeftRightMap.<String, Object>builder()
                    .stallTimeout(Duration.ofSeconds(20))
                    .stragglerListener(straggler -> {})
                    .build();
    final LeftRightMap<String, Object> hasty =
            LeftRightMap.<String, Object>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();
    final Actor reader = new Actor("reader");

    @AfterEach
    void end() {
        reader.close();
    }

    static void collectUntil(BooleanSupplier done) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            System.gc();
                            return done.getAsBoolean();
                        });
    }

    static void refreshWith(LeftRightMap<String, Object> map, Object value) {
        map.writer().put("tea", new Object()); // the very value that is there would be no op
        map.writer().put("tea", value);
        map.writer().refresh();
    }
}
