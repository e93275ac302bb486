// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The types, members and files that comments and documents name: whether they exist. */
final class Names {
    /**
     * A name of two humps anywhere, or of one in code, unless a word follows, as in a message. A
     * member may follow.
     */
    private static final Pattern TYPE =
            Pattern.compile(
                    "(?<![\\w./@:+-])([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+"
                            + "|(?<=\\{@code |`)[A-Z][a-z]\\w*(?! [a-z]))(?![\\w*])(?:[.#]([a-z]\\w*))?");

    private static final Pattern FILE =
            Pattern.compile("[\\w./-]*\\w\\.(?:md|java|txt|json|png|html|svg|csv|sh|yml|xml)\\b");

    /** A comment, or what may contain the beginning of one and is none. */
    private static final Pattern COMMENT =
            Pattern.compile(
                    "(?s)/\\*.*?\\*/|//[^\\n]*"
                            + "|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])'");

    private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");
    private static final Pattern DECLARED =
            Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*)");
    private static final Pattern SUPERTYPE = Pattern.compile("\\b(?:extends|implements) (\\w+)");
    private static final Pattern WORD = Pattern.compile("\\w+");

    /**
     * Types and files that neither this project nor what its tests see has: each is somebody
     * else's.
     */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "GlobalKTable", // Kafka Streams
                    "InlineSmallCode", // a flag of HotSpot
                    "JetBrains",
                    "NonBlockingHashMapLong", // JCTools
                    "StockCode", // a column
                    "StoreLoad", // a barrier
                    "kinds.txt"); // herd's

    private final Set<String> fileNames = new HashSet<>();
    private final Set<String> foreignTypes = new HashSet<>(ELSEWHERE);
    private final Map<String, String> codeByType = new HashMap<>();
    private final List<Path> sources = new ArrayList<>();

    Names() throws IOException {
        try (Stream<Path> all = Files.walk(Documents.ROOT)) {
            all.map(Documents.ROOT::relativize).filter(Names::isOfProject).forEach(this::add);
        }
        try (Stream<Path> jdk =
                Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules"))) {
            jdk.forEach(file -> addClass(file.toString()));
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                try (ZipFile jar = new ZipFile(entry)) {
                    jar.stream().map(ZipEntry::getName).forEach(this::addClass);
                }
            }
        }
    }

    private static boolean isOfProject(Path file) {
        return !file.startsWith(".git") && !file.toString().matches("([^/]+/)?target(/.*)?");
    }

    private void add(Path file) {
        fileNames.add(file.getFileName().toString());
        if (file.toString().endsWith(".java")) {
            sources.add(file);
            String text = String.join("\n", Documents.lines(file));
            String code = COMMENT.matcher(text).replaceAll("");
            DECLARED.matcher(code)
                    .results()
                    .forEach(type -> codeByType.merge(type.group(1), code, String::concat));
        }
    }

    private void addClass(String entry) {
        if (entry.endsWith(".class")) {
            String name = entry.substring(entry.lastIndexOf('/') + 1, entry.length() - 6);
            foreignTypes.addAll(List.of(name.split("\\$")));
        }
    }

    /** All sources of the project, tests included. */
    List<Path> sources() {
        return sources;
    }

    /** What does not exist, with its place. */
    List<String> unknown(Path document) {
        return unknownIn(document, String.join("\n", Documents.lines(document)));
    }

    List<String> unknownIn(Path document, String text) {
        String prose = document.toString().endsWith(".java") ? comments(text) : unfenced(text);
        List<String> unknown = new ArrayList<>();
        TYPE.matcher(prose)
                .results()
                .filter(name -> !exists(name.group(1), name.group(2)))
                .forEach(name -> unknown.add(place(document, text, name)));
        FILE.matcher(prose)
                .results()
                .filter(name -> !existsFile(name.group()))
                .forEach(name -> unknown.add(place(document, text, name)));
        return unknown;
    }

    /** The comments of a source, each where it was. */
    private static String comments(String source) {
        StringBuilder comments = new StringBuilder(blank(source));
        COMMENT.matcher(source)
                .results()
                .filter(found -> found.group().startsWith("/"))
                .forEach(found -> comments.replace(found.start(), found.end(), found.group()));
        return comments.toString();
    }

    /** The document without code in fences. */
    private static String unfenced(String document) {
        return FENCED.matcher(document).replaceAll(code -> blank(code.group()));
    }

    private static String blank(String text) {
        return text.replaceAll("[^\\n]", " ");
    }

    private boolean existsFile(String file) {
        String name = Path.of(file).getFileName().toString();
        return fileNames.contains(name)
                || ELSEWHERE.contains(name)
                || file.contains("target/"); // made by a command
    }

    private static String place(Path document, String text, MatchResult name) {
        int line = text.substring(0, name.start()).split("\\n", -1).length;
        return document + ":" + line + ": " + name.group();
    }

    private boolean exists(String type, @Nullable String member) {
        if (!codeByType.containsKey(type)) {
            return foreignTypes.contains(type);
        }
        return member == null || hasMember(type, member, new HashSet<>());
    }

    private boolean hasMember(String type, String member, Set<String> seen) {
        String code = codeByType.get(type);
        if (code == null || !seen.add(type)) {
            return false;
        }
        return WORD.matcher(code).results().anyMatch(word -> word.group().equals(member))
                || SUPERTYPE
                        .matcher(code)
                        .results()
                        .anyMatch(parent -> hasMember(parent.group(1), member, seen));
    }
}
