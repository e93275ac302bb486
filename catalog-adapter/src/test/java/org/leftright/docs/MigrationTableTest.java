// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide for those who come from {@link ConcurrentHashMap}: it leaves out no method. */
class MigrationTableTest {
    private static final Path PAGE =
            Path.of("core", "guide", "migrating-from-concurrenthashmap.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NAME = Pattern.compile("(\\w+)(\\*?)(?=\\W|$)");

    @Test
    void eachMethodHasARow() {
        Set<String> rows =
                Documents.lines(PAGE).stream()
                        .filter(line -> line.startsWith("| "))
                        .map(line -> line.split(" \\| ")[0])
                        .flatMap(cell -> CODE.matcher(cell).results())
                        .flatMap(code -> NAME.matcher(code.group(1)).results())
                        .map(MatchResult::group)
                        .collect(Collectors.toSet());
        assertThat(Arrays.stream(ConcurrentHashMap.class.getMethods()))
                .filteredOn(method -> method.getDeclaringClass() != Object.class)
                .extracting(Method::getName)
                .filteredOn(name -> rows.stream().noneMatch(row -> covers(row, name)))
                .isEmpty();
    }

    private static boolean covers(String row, String name) {
        return row.endsWith("*")
                ? name.startsWith(row.substring(0, row.length() - 1))
                : name.equals(row);
    }
}
