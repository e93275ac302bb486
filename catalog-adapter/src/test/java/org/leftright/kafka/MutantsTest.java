// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that cannot fail proves nothing. Each entry of {@code mutants.txt} breaks the feed in one
 * place; the test that it names is run on the broken class, in a process of its own, and must fail,
 * where it passes on the feed as it is. That takes half an hour, so it is done on request:
 *
 * <pre>
 * mvn -B -ntp -pl catalog-adapter -am test -Dtest=MutantsTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dmutants=all
 * </pre>
 *
 * <p>Instead of {@code all}, any part of an entry's first line.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutantsTest {
    /** What a test did on the feed as it is holds for all mutants. */
    private MutantJudge judge;

    @BeforeAll
    void makeJudge(@TempDir Path unchanged) {
        judge = new MutantJudge(MutantFork::run, unchanged);
    }

    static List<Mutant> all() throws IOException {
        return Mutant.all();
    }

    static List<Mutant> chosen() throws IOException {
        String part = System.getProperty("mutants", "all");
        return all().stream()
                .filter(m -> part.equals("all") || (m + " " + m.test()).contains(part))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void fits(Mutant mutant) {
        assertThatCode(mutant::source).doesNotThrowAnyException();
        assertThatCode(() -> MutantFork.selectorOf(mutant.test())).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chosen")
    @EnabledIfSystemProperty(named = "mutants", matches = ".+")
    void isNoticed(Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.compileInto(folder);
        MutantJudge.Verdict verdict = judge.judge(folder, mutant.test());
        System.out.printf("%s: %s%n    %s%n", mutant, mutant.test(), verdict.how());
        assertThat(verdict.isNoticed()).as(mutant + " is not noticed").isTrue();
    }
}
