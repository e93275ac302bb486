// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All documents of the project; the package's Javadoc says how code is written in them. */
class DocumentsTest {
    @TempDir Path folder;

    @Test
    void allCodeCompilesRunsAndYieldsWhatItSays() throws Exception {
        List<Block> blocks =
                Stream.concat(Documents.markdown().stream(), Documents.sources().stream())
                        .flatMap(document -> Documents.blocks(document).stream())
                        .filter(Block::isJava)
                        .toList();
        Examples examples = new Examples(blocks);

        examples.compileAndRun(folder);

        assertThat(examples.failures()).isEmpty();
        assertThat(examples.run()).isEqualTo(new HashSet<>(blocks)).hasSize(codeBegins());
    }

    /** Counted in another way, so that a block that was not recognised is missed. */
    private static int codeBegins() {
        int count = 0;
        for (Path document : Documents.markdown()) {
            count += begins(document, "```java\n");
        }
        for (Path source : Documents.sources()) {
            count += begins(source, "<pre>{@code");
        }
        return count;
    }

    private static int begins(Path document, String mark) {
        String text = String.join("\n", Documents.lines(document));
        return text.split(java.util.regex.Pattern.quote(mark), -1).length - 1;
    }

    @Test
    void allCodeIsOfAKnownLanguage() {
        assertThat(Documents.markdown())
                .flatExtracting(Documents::blocks)
                .extracting(Block::language)
                .isSubsetOf(List.of("", "java", "sh", "xml", "kotlin", "properties", "yaml"));
    }

    @Test
    void allCodeThatIsCopiedFromAFileStandsThere() {
        assertThat(Documents.markdown())
                .flatExtracting(Documents::blocks)
                .filteredOn(Block::isCopied)
                .isNotEmpty()
                .allMatch(Block::isInItsFile);
    }

    @Test
    void allLinksLeadToWhatExists() {
        assertThat(Documents.markdown()).flatExtracting(Links::broken).isEmpty();
    }

    @Test
    void allTypesAndFilesNamedInProseExist() throws Exception {
        Names names = new Names();
        assertThat(names.sources()).hasSizeGreaterThan(Documents.sources().size());
        assertThat(Stream.concat(names.sources().stream(), Documents.markdown().stream()))
                .flatExtracting(names::unknown)
                .isEmpty();
    }

    @Test
    void theCiRunsTheCommandsOfTheReadme() {
        List<String> steps =
                Documents.lines(Path.of(".github", "workflows", "ci.yml")).stream()
                        .map(String::strip)
                        .toList();
        assertThat(Documents.blocks(Path.of("README.md")))
                .filteredOn(block -> block.language().equals("sh"))
                .flatExtracting(Block::lines)
                .hasSize(3)
                .allSatisfy(command -> assertThat(steps).contains("- run: " + command));
    }

    @Test
    void theReadmeAndTheProjectOutsideHaveTheVersionOfTheBuild() {
        String version =
                Documents.lines(Path.of("pom.xml")).stream()
                        .filter(line -> line.matches(" {4}<version>.*"))
                        .findFirst()
                        .orElseThrow()
                        .strip();
        assertThat(Documents.lines(Path.of("catalog-adapter/src/it/consumer/pom.xml")))
                .contains("            " + version);
        String number = version.replaceAll("</?version>", "");
        assertThat(Documents.lines(Path.of("README.md")))
                .filteredOn(line -> line.contains("implementation(\"org.leftright:"))
                .hasSize(2)
                .allMatch(line -> line.contains("`, `" + number + "` | `"))
                .allMatch(line -> line.contains(":" + number + "\")` |"));
    }

    @Test
    void allCommandsNameWhatExists() {
        assertThat(Documents.markdown())
                .flatExtracting(Documents::blocks)
                .filteredOn(block -> !block.isJava())
                .flatExtracting(Commands::wrong)
                .isEmpty();
    }
}
