// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=VerdictTest}. */
class VerdictTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Verdict verdict =
            new Verdict(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void allIsRightWhileEverythingHolds() {
        verdict.check(true, "%d is equal", 1);

        assertThat(verdict.isRight()).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("yes: 1 is equal");
    }

    @Test
    void oneThingThatDoesNotHoldIsSaidAndIsNotMadeGood() {
        verdict.check(false, "%d is equal", 1);
        verdict.check(true, "%d is equal", 2);

        assertThat(verdict.isRight()).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("NO:  1 is equal");
    }
}
