// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures in the documents agree with the result files that are beside them. */
class FiguresTest {
    private static final Path TEXTS =
            Path.of("catalog-adapter", "src", "test", "resources", "figures.txt");
    private static final Path BENCH = Path.of("bench", "README.md");

    @Test
    void theDocumentsHaveTheFiguresOfTheResultFiles() {
        assertThat(Figures.fill(Documents.lines(TEXTS)))
                .isNotEmpty()
                .filteredOn(text -> !text.isThere())
                .isEmpty();
    }

    @Test
    void eachRowOfATableOfBothJdksIsChecked() {
        List<Figures.Filled> texts = Figures.fill(Documents.lines(TEXTS));
        boolean isOfBothJdks = false;
        for (String line : Documents.lines(BENCH)) {
            if (isOfBothJdks && line.startsWith("| ")) {
                assertThat(texts).as(line).anyMatch(text -> line.contains(text.text()));
            }
            isOfBothJdks =
                    line.startsWith("| ") && line.contains("JDK 25 | JDK 17 |")
                            || isOfBothJdks && line.startsWith("|");
        }
    }

    @Test
    void anotherFigureThanThatOfTheResultFileIsTold() {
        List<String> texts =
                List.of(
                        "document: bench/README.md",
                        "{25 targets | ratio | putting all} is no figure of the table");
        assertThat(Figures.fill(texts))
                .singleElement()
                .matches(text -> text.text().matches("\\d+\\.\\d\\d is no figure of the table"))
                .matches(text -> !text.isThere());
    }

    @Test
    void aPlaceWithoutARowIsTold() {
        assertThatThrownBy(() -> Figures.fill(List.of("{25 targets | ratio | no such row}")))
                .hasMessage("no result file has {25 targets | ratio | no such row}");
    }
}
