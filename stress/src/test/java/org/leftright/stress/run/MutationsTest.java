// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.stress.run.Mutation.Edit;
import org.leftright.stress.run.Mutation.Killer;

/** Running the weakened twins takes minutes; whether each still fits the library shows at once. */
@Execution(ExecutionMode.CONCURRENT)
class MutationsTest {
    @Test
    void theFileGivesNamesKillersAndEditsWithTheirTexts() {
        List<Mutation> read =
                MutationsFile.read(
                        Stream.of(
                                "let $PAUSE = Thread.yield();",
                                "let $SLOW",
                                "in Live",
                                "- one",
                                "+ $PAUSE one",
                                "breaks | what | and why",
                                "by jcstress SectionRacingReplay TORN|NEWER",
                                "by Lincheck SectionOperations : read | refresh",
                                "with $SLOW",
                                "in Writer",
                                "- a",
                                "- b",
                                "+",
                                "- c",
                                "+ d",
                                "control",
                                "with $SLOW"));

        List<Edit> slow = List.of(new Edit("Live", " one", "\n Thread.yield(); one"));
        Mutation breaks = read.get(0);
        assertThat(breaks.name()).isEqualTo("breaks");
        assertThat(breaks.broken()).isEqualTo("what | and why");
        assertThat(breaks.killers())
                .containsExactly(
                        new Killer(Tool.JCSTRESS, "SectionRacingReplay", "TORN|NEWER"),
                        new Killer(Tool.LINCHECK, "SectionOperations", ": read | refresh"));
        assertThat(breaks.edits())
                .containsExactly(
                        slow.get(0),
                        new Edit("Writer", " a\n b", "\n"),
                        new Edit("Writer", " c", "\n d"));
        assertThat(read.get(1).isControl()).isTrue();
        assertThat(read.get(1).edits()).isEqualTo(slow);
    }

    @Test
    void theFileMustDefineWhatItUses() {
        assertThatThrownBy(() -> MutationsFile.read(Stream.of("breaks | it", "with $ONE_SLOT")))
                .hasMessageContaining("$ONE_SLOT");
        assertThatThrownBy(() -> MutationsFile.read(Stream.of("breaks | it", "by magic Test X")))
                .hasMessageContaining("magic");
    }

    /** That they compile shows when they are run. */
    @ParameterizedTest
    @MethodSource("ofTheSource")
    void everyMutationOfTheSourceFits(Mutation mutation) {
        assertThat(mutation.killers()).isNotEmpty();
        assertThatCode(() -> MutatedClasses.sources(ProjectRoot.find(), mutation))
                .doesNotThrowAnyException();
    }

    static Stream<Mutation> ofTheSource() {
        return Mutations.ALL.stream().filter(mutation -> !mutation.edits().isEmpty());
    }
}
