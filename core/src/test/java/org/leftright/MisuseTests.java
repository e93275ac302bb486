// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks each of the {@code misuses()} of a class. */
abstract class MisuseTests {
    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void isNamedAndChangesNothing(Misuse misuse) {
        misuse.check();
    }
}
