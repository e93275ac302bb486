// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide is one path: numbered pages, each with its question, a short answer, and the next. */
class GuidePathTest {
    private static final Path INDEX = Path.of("core", "guide", "README.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| \\[[^]]+]\\(([^)]+)\\) \\|.*");
    private static final Pattern OPENING = Pattern.compile("> \\*\\*.+\\?\\*\\* (.+)");
    private static final Pattern SENTENCE = Pattern.compile("[.](?= |$)");
    private static final Pattern NEXT = Pattern.compile("Next: \\[(.+)]\\((.+)\\)\\.");

    private final List<Path> pages = pages();

    private static List<Path> pages() {
        return Documents.lines(INDEX).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> INDEX.resolveSibling(row.group(2)).normalize())
                .toList();
    }

    @Test
    void eachGuideIsOnThePath() {
        Stream<Path> guides =
                Documents.markdown().stream()
                        .filter(page -> page.getParent() != null)
                        .filter(page -> page.getParent().endsWith("guide"))
                        .filter(page -> !page.equals(INDEX));
        assertThat(pages).hasSizeGreaterThan(10).containsAll(guides.toList());
    }

    @Test
    void eachPageHasItsNumberAndAnswersItsQuestionInTwoSentences() {
        for (int k = 0; k < pages.size(); k++) {
            List<String> lines = Documents.lines(pages.get(k));
            assertThat(lines.get(0)).startsWith("# " + (k + 1) + ". ");
            Matcher opening = OPENING.matcher(lines.get(2));
            assertThat(opening.matches()).as(lines.get(2)).isTrue();
            assertThat(SENTENCE.matcher(opening.group(1)).results())
                    .as(opening.group(1))
                    .hasSizeBetween(1, 2);
        }
    }

    @Test
    void eachPageLeadsToTheNext() {
        for (int k = 1; k < pages.size(); k++) {
            List<String> before = Documents.lines(pages.get(k - 1));
            String last = before.get(before.size() - 1);
            Matcher next = NEXT.matcher(last);
            assertThat(next.matches()).as(last).isTrue();
            assertThat(pages.get(k - 1).resolveSibling(next.group(2)).normalize())
                    .isEqualTo(pages.get(k));
            assertThat(Documents.lines(pages.get(k)).get(0)).startsWith("# " + next.group(1));
        }
    }
}
