// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The table of ordered accesses in {@code stress/README.md}: it has a row for each one in the
 * library's source, and names each mutation that there is, and none that there is not.
 */
class OrderedAccessesTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.*) \\| (.*) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void eachOrderedAccessOfTheSourceHasItsRow() throws IOException {
        List<String> inSource = SourceAccesses.all();
        assertThat(inSource).hasSizeGreaterThan(15);
        List<String> inTable =
                rows().stream()
                        .map(row -> row.group(1) + " " + firstCode(row.group(2)))
                        .filter(
                                row ->
                                        SourceAccesses.ORDERED.matcher(row + "(").find()
                                                || row.contains(" volatile "))
                        .toList();
        assertThat(inTable).containsExactlyInAnyOrderElementsOf(inSource);
    }

    @Test
    void eachMutationIsInTheTableAndNoOther() throws IOException {
        Set<String> known = new TreeSet<>();
        Mutations.ALL.stream()
                .filter(mutation -> !mutation.isControl())
                .forEach(mutation -> known.add(mutation.name()));
        Set<String> named = new TreeSet<>();
        for (Matcher row : rows()) {
            Matcher code = CODE.matcher(row.group(3));
            while (code.find()) {
                named.add(code.group(1));
            }
        }
        assertThat(named).isEqualTo(known);
    }

    private static String firstCode(String cell) {
        Matcher code = CODE.matcher(cell);
        return code.find() ? code.group(1) : "";
    }

    private static List<Matcher> rows() throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ProjectRoot.find().resolve("stress/README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
