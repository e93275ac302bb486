// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leftright.stress.model.Readers.Ending;

/** The models hold. That each thing taken away makes one go wrong is tested with the twins. */
@Execution(ExecutionMode.CONCURRENT)
class ModelTest {
    @ParameterizedTest
    @EnumSource(Model.class)
    void holdsOnEitherMemory(Model model) {
        for (MemoryModel memory : MemoryModel.values()) {
            Finding finding = Finding.of(model, memory, false, Set.of());
            assertThat(finding.fault()).as("%s%n%s", finding, finding.run()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void aReaderTakesABoundedNumberOfSteps(Ending ending) {
        Readers readers = new Readers(new Memory(2, 1, 1, 1), true, Set.of());
        assertThat(readers.sections("reader", 0, 2, ending, true).isLoopFree()).isTrue();
        assertThat(readers.lookups("lookups", 2).isLoopFree()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelMutation.class,
            names = {"PIN_IGNORED", "DEPART_WITHOUT_RELEASE"})
    void theCommandPrintsTheRun(ModelMutation mutation) {
        Finding finding =
                Finding.of(mutation.killer(), MemoryModel.WEAK, false, EnumSet.of(mutation));
        assertThat(finding.fault()).as("%s", mutation.broken()).isNotNull();
        assertThat(finding.run().lines()).as("a run to read").hasSize(finding.runLength() + 1);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(ModelChecker.check(out, List.of(mutation), true)).isTrue();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("killed")
                .contains("reader 0   loads  side")
                .contains("writer     stores side");
    }
}
