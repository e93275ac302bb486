// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final double SECONDS = 0.05;
    private static final double RATE = 20_000;

    @Test
    void everyReadThatWasDueCountsOnce() {
        OpenLoop.Stretch stretch = new OpenLoop(reading(0), new long[] {1, 2}, RATE).run(SECONDS);

        assertThat(stretch.due()).isEqualTo(1_000);
        assertThat(stretch.latencies().getTotalCount()).isEqualTo(1_000);
    }

    @Test
    void readsThatWereNotServedCountAsSlow() {
        long slowNs = 10_000_000;

        OpenLoop.Stretch stretch = new OpenLoop(reading(slowNs), new long[] {1}, RATE).run(SECONDS);

        assertThat(stretch.served()).isLessThan(stretch.due() / 10);
        assertThat(stretch.latencies().getTotalCount()).isEqualTo(stretch.due());
        assertThat(stretch.latencies().getValueAtPercentile(50)).isGreaterThan(slowNs);
    }

    @Test
    void aReadBehindASlowOneIsTimedFromTheMomentItWasDue() {
        long slowNs = 20_000_000;
        boolean[] slept = new boolean[1];
        Strategy<Object> slowOnce =
                new Fixed() {
                    @Override
                    public Object get(long id) {
                        spin(slept[0] ? 0 : slowNs);
                        slept[0] = true;
                        return "";
                    }
                };

        OpenLoop.Stretch stretch = new OpenLoop(slowOnce, new long[] {1}, RATE).run(SECONDS);

        // 400 reads were due meanwhile; at least half of them waited at least half as long.
        assertThat(stretch.latencies().getCountBetweenValues(slowNs / 2, Long.MAX_VALUE / 2))
                .isGreaterThanOrEqualTo(190);
    }

    private static Strategy<Object> reading(long ns) {
        return new Fixed() {
            @Override
            public Object get(long id) {
                spin(ns);
                return "";
            }
        };
    }

    private static void spin(long ns) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < ns) {
            Thread.onSpinWait();
        }
    }

    private abstract static class Fixed implements Strategy<Object> {
        @Override
        public void apply(long[] ids, @Nullable Object[] values) {}
    }
}
