// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts of the documents, each with its figures taken from the tables of the result files. {@code
 * figures.txt} lists the texts, and says how a place for a figure is written.
 */
final class Figures {
    private static final List<String> JDKS = List.of("25", "17");
    private static final String DOCUMENT = "document: ";
    private static final Pattern FOR_EACH_JDK = Pattern.compile("<<(.+?)>>");
    private static final Pattern PLACE = Pattern.compile("\\{(.+?)}");

    private Figures() {}

    /**
     * A text that has its figures.
     *
     * @param document where it should stand
     * @param text what should stand there
     */
    record Filled(Path document, String text) {
        boolean isThere() {
            return Documents.lines(document).stream().anyMatch(line -> line.contains(text));
        }
    }

    /**
     * One figure of a result file.
     *
     * @param row the title of its table and all cells of its row
     * @param column the heading of its column
     * @param text the figure
     */
    private record Cell(String row, String column, String text) {
        double number() {
            return Double.parseDouble(text.replace(",", ""));
        }
    }

    /** Puts the figures into the texts. */
    static List<Filled> fill(List<String> lines) {
        List<Filled> filled = new ArrayList<>();
        Path document = Path.of("");
        for (String line : lines) {
            if (line.startsWith(DOCUMENT)) {
                document = Path.of(line.substring(DOCUMENT.length()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                filled.add(new Filled(document, fill(line)));
            }
        }
        return filled;
    }

    private static String fill(String text) {
        String both = replace(FOR_EACH_JDK, text, Figures::forEachJdk);
        return replace(PLACE, both, Figures::figures);
    }

    private static String replace(Pattern pattern, String text, UnaryOperator<String> by) {
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(by.apply(found.group(1))));
    }

    private static String forEachJdk(String text) {
        return JDKS.stream().map(jdk -> text.replace("JDK", jdk)).collect(Collectors.joining());
    }

    private static String figures(String place) {
        String[] parts = place.split(" \\| ");
        String[] file = parts[0].split(" ");
        String how = parts.length == 4 ? parts[2] : "";
        Pattern column = Pattern.compile(parts[1]);
        Pattern row = Pattern.compile(parts[parts.length - 1]);
        List<Cell> cells =
                Stream.of(file[0].split("\\+"))
                        .flatMap(jdk -> cells(jdk, file[1]).stream())
                        .filter(cell -> column.matcher(cell.column).matches())
                        .filter(cell -> row.matcher(cell.row).find())
                        .toList();
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("no result file has {" + place + "}");
        }
        return switch (how) {
            case "" -> join(cells.stream().map(Cell::text));
            case "range" -> range(cells);
            case "verdict" ->
                    cells.stream().allMatch(cell -> cell.text.equals("yes")) ? "met" : "**missed**";
            default -> join(cells.stream().map(c -> String.format(Locale.ROOT, how, c.number())));
        };
    }

    private static String join(Stream<String> figures) {
        return figures.collect(Collectors.joining(", "));
    }

    private static String range(List<Cell> cells) {
        List<Cell> sorted =
                cells.stream().sorted(Comparator.comparingDouble(Cell::number)).toList();
        return sorted.get(0).text + " to " + sorted.get(sorted.size() - 1).text;
    }

    /** The cells of the tables in a result file. */
    private static List<Cell> cells(String jdk, String file) {
        List<Cell> cells = new ArrayList<>();
        String title = "";
        List<String> headings = List.of();
        for (String line :
                Documents.lines(Path.of("bench", "results", "jdk" + jdk, file + ".md"))) {
            if (!line.startsWith("|")) {
                title = line.isBlank() ? title : line;
                headings = List.of();
            } else if (headings.isEmpty()) {
                headings = split(line);
            } else {
                List<String> texts = split(line);
                String row = title + ": " + String.join(", ", texts);
                for (int i = 0; i < texts.size(); i++) {
                    cells.add(new Cell(row, headings.get(i), texts.get(i)));
                }
            }
        }
        return cells;
    }

    private static List<String> split(String line) {
        return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
    }
}
