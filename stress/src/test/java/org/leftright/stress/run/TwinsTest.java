// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leftright.stress.run.Mutation.Edit;
import org.leftright.stress.run.Mutation.Killer;
import org.leftright.stress.run.ToolRunner.Finding;
import org.leftright.stress.run.ToolRunner.Verdict;

/** What makes a run over twins green. */
class TwinsTest {
    private static final Killer KILLER = new Killer(Tool.JCSTRESS, "SectionRacingReplay", "TORN");
    private static final List<Edit> EDITS = List.of(new Edit("Writer", "one", "other"));
    private static final Mutation BREAKS =
            new Mutation("breaks", "something", List.of(KILLER), EDITS);
    private static final Mutation STRETCHES =
            new Mutation("stretches", Mutation.NOTHING, List.of(KILLER), EDITS);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private boolean isGreen(Verdict ofUnchanged, Verdict ofTwin, Mutation twin) throws Exception {
        return isGreen(
                (mutation, killer) ->
                        new Finding(mutation.edits().isEmpty() ? ofUnchanged : ofTwin, "how"),
                twin);
    }

    private boolean isGreen(ToolRunner runner, Mutation twin) throws Exception {
        Twins twins =
                new Twins(new PrintStream(printed, true, UTF_8), Map.of(Tool.JCSTRESS, runner), 1);
        return twins.runAll(List.of(new Twins.Run(twin, KILLER)));
    }

    @Test
    void greenIfTheTwinIsKilledAndTheLibraryPasses() throws Exception {
        assertThat(isGreen(Verdict.CLEAN, Verdict.KILLED, BREAKS)).isTrue();
        assertThat(printed.toString(UTF_8))
                .contains("passed    unchanged")
                .contains("killed    breaks")
                .contains("2 of 2 as expected");
    }

    @Test
    void greenIfAControlPasses() throws Exception {
        assertThat(isGreen(Verdict.CLEAN, Verdict.CLEAN, STRETCHES)).isTrue();
    }

    @Test
    void redIfTheTwinSurvivesOrHasNoVerdict() throws Exception {
        assertThat(isGreen(Verdict.CLEAN, Verdict.CLEAN, BREAKS)).isFalse();
        assertThat(printed.toString(UTF_8)).contains("SURVIVED  breaks");
        assertThat(isGreen(Verdict.CLEAN, Verdict.NONE, BREAKS)).isFalse();
    }

    @Test
    void redIfAControlDoesNotPass() throws Exception {
        assertThat(isGreen(Verdict.CLEAN, Verdict.KILLED, STRETCHES)).isFalse();
        assertThat(isGreen(Verdict.CLEAN, Verdict.NONE, STRETCHES)).isFalse();
    }

    @Test
    void nothingIsKilledIfTheUnchangedLibraryDoesNotPass() throws Exception {
        assertThat(isGreen(Verdict.NONE, Verdict.KILLED, BREAKS)).isFalse();
        assertThat(isGreen(Verdict.KILLED, Verdict.KILLED, BREAKS)).isFalse();
        assertThat(printed.toString(UTF_8)).contains("BROKEN").doesNotContain("killed");
    }

    @Test
    void aMutationThatCannotBeMadeIsAnErrorNotAKill() {
        assertThatThrownBy(
                        () ->
                                isGreen(
                                        (mutation, killer) -> {
                                            if (!mutation.edits().isEmpty()) {
                                                throw new IllegalStateException("no longer fits");
                                            }
                                            return new Finding(Verdict.CLEAN, "");
                                        },
                                        BREAKS))
                .hasRootCauseMessage("no longer fits");
    }
}
