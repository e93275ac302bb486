// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A refresh that ends in a clone needs memory for two sides, and not for the old one as well: also
 * in the interpreter, where a local variable keeps what it refers to until its method returns.
 */
class ReloadMemoryTest {
    private static final int ENTRIES = 250_000;

    /** A side takes 6.3 MB: two of them fit into the heap, three do not. */
    @Test
    void aReloadFitsIntoAHeapOfTwoSidesAndABit() throws Exception {
        String[] options = {
            "-Xint", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmn2m", "-Xmx19m"
        };
        assertThat(OtherJvm.run(Reload.class, options)).isEqualTo("3 reloads");
    }

    /** Runs in a JVM of its own. */
    static final class Reload {
        public static void main(String[] args) {
            LeftRightLongMap<String> map = LeftRightLongMap.create();
            for (int reload = 0; reload < 3; reload++) {
                map.writer()
                        .batch(
                                writer -> {
                                    writer.clear();
                                    writer.load(ENTRIES, Reload::addAll);
                                });
            }
            System.out.print(map.version() + " reloads");
        }

        private static void addAll(LongObjConsumer<String> sink) {
            for (int key = 0; key < ENTRIES; key++) {
                sink.accept(7L * key, "value");
            }
        }
    }
}
