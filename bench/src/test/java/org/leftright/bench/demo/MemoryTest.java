// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=MemoryTest}. */
class MemoryTest {

    @Test
    void whatAThreadAllocatesIsCountedByItsName() {
        String name = Thread.currentThread().getName();
        long before = Memory.allocatedBy(name);

        byte[] allocated = new byte[1 << 20];

        assertThat(Memory.allocatedBy(name) - before).isGreaterThanOrEqualTo(allocated.length);
    }

    @Test
    void aThreadThatIsNotThereIsNotTakenForOneThatAllocatesNothing() {
        assertThatThrownBy(() -> Memory.allocatedBy("nobody"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody");
    }
}
