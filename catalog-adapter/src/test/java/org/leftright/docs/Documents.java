// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The documents of the project, and the code in them. */
final class Documents {
    /** The project, seen from the folder that the tests run in. */
    static final Path ROOT = Path.of("..");

    private static final List<Path> MARKDOWN =
            List.of(
                    Path.of("README.md"),
                    Path.of(".github"),
                    Path.of("core", "guide"),
                    Path.of("catalog-adapter", "guide"),
                    Path.of("stress", "README.md"),
                    Path.of("bench", "README.md"),
                    Path.of("bench", "cost-model.md"));

    private static final List<Path> LIBRARIES =
            List.of(
                    Path.of("core", "src", "main", "java"),
                    Path.of("catalog-adapter", "src", "main", "java"));

    private static final String CONTINUES = "<!-- continues -->";
    private static final String FENCE = "```";
    private static final String EXAMPLE = "<pre>{@code";
    private static final String END_OF_EXAMPLE = "}</pre>";

    private Documents() {}

    /** The Markdown files, relative to the project. */
    static List<Path> markdown() {
        return files(MARKDOWN, ".md");
    }

    /** The sources of the libraries. */
    static List<Path> sources() {
        return files(LIBRARIES, ".java");
    }

    private static List<Path> files(List<Path> roots, String suffix) {
        List<Path> files = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> found = Files.walk(ROOT.resolve(root))) {
                found.filter(file -> file.toString().endsWith(suffix))
                        .map(ROOT::relativize)
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** All code in fences, or in the Javadoc of a source. */
    static List<Block> blocks(Path document) {
        List<String> lines = lines(document);
        return document.toString().endsWith(".java")
                ? javadocBlocks(document, lines)
                : fencedBlocks(document, lines);
    }

    static List<String> lines(Path document) {
        try {
            return Files.readAllLines(ROOT.resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> fencedBlocks(Path document, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String fence = lines.get(i).strip();
            if (fence.startsWith(FENCE)) {
                boolean continues = i > 0 && lines.get(i - 1).strip().equals(CONTINUES);
                int first = i + 1;
                i = first;
                while (!lines.get(i).strip().equals(FENCE)) {
                    i++;
                }
                String[] words = fence.substring(FENCE.length()).strip().split(" ", 2);
                String file = words.length == 1 ? "" : words[1];
                List<String> code = List.copyOf(lines.subList(first, i));
                blocks.add(new Block(document, first + 1, words[0], file, continues, code));
            }
        }
        return blocks;
    }

    private static List<Block> javadocBlocks(Path source, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("* " + EXAMPLE)) {
                int first = i + 1;
                i = first;
                while (!lines.get(i).strip().equals("* " + END_OF_EXAMPLE)) {
                    i++;
                }
                List<String> code =
                        lines.subList(first, i).stream()
                                .map(line -> line.replaceFirst("^ *\\* ?", ""))
                                .toList();
                blocks.add(new Block(source, first + 1, "java", "", false, code));
            }
        }
        return blocks;
    }
}
