// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    void aLineIsWrittenInOnePiece() {
        List<String> pieces = new ArrayList<>();
        OutputStream file =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        pieces.add(String.valueOf((char) b));
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        pieces.add(new String(bytes, from, length, StandardCharsets.UTF_8));
                    }
                };

        new Verdict(new PrintStream(file, false, StandardCharsets.UTF_8))
                .say("%s is ready: %,d records", "replica-1", 1_000);

        assertThat(pieces)
                .containsExactly("replica-1 is ready: 1,000 records" + System.lineSeparator());
    }

    @Test
    void oneThingThatDoesNotHoldIsSaidAndIsNotMadeGood() {
        verdict.check(false, "%d is equal", 1);
        verdict.check(true, "%d is equal", 2);

        assertThat(verdict.isRight()).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("NO:  1 is equal");
    }
}
