// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class StatsTest {
    @Test
    void aTestOfAUserOverridesWhatItIsAbout() {
        Stats withStragglers =
                new Stats() {
                    @Override
                    public long stragglerCount() {
                        return 3;
                    }
                };

        assertThat(withStragglers.stragglerCount()).isEqualTo(3);
        assertThat(withStragglers.cloneCount()).isZero();
    }

    @Test
    void theLibraryLeavesNoFigureAtItsDefault() throws Exception {
        for (Method figure : Stats.class.getMethods()) {
            if (!figure.isSynthetic()) { // as what measures coverage adds
                assertThat(StatsRecord.class.getDeclaredMethod(figure.getName())).isNotNull();
            }
        }
    }

    @Test
    void equalFiguresAreEqualAndToldByName() {
        LeftRightLongMap<String> map = LeftRightLongMap.create();
        map.writer().batch(writer -> writer.put(17, "tea"));

        assertThat(map.stats())
                .isEqualTo(map.stats())
                .hasToString(map.stats().toString())
                .asString()
                .contains("version=1", "refreshCount=1");
    }
}
