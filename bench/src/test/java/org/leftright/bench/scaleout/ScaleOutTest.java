// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole scale-out demo, shortened. Run alone: {@code mvn -pl bench -am test
 * -Dtest=ScaleOutTest}.
 */
class ScaleOutTest {

    @Test
    @Timeout(600)
    void replicasAndShardsEndEqualToTheReplay() {
        assertThat(ScaleOut.run("--lines", "4000", "--duration", "2")).isZero();
        assertThat(ProcessHandle.current().children()).as("instances that are left").isEmpty();
    }

    @Test
    void aWrongOptionIsSaid() {
        assertThat(ScaleOut.run("--lines", "3")).isEqualTo(2);
        assertThat(ScaleOut.run("--scale", "0")).isEqualTo(2);
        assertThat(ScaleOut.run("--duration", "-1")).isEqualTo(2);
    }
}
