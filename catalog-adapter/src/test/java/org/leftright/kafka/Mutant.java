// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One way to break the feed, and the test that must notice: an entry of {@code mutants.txt}.
 *
 * @param broken what the change takes away
 * @param className the simple name of the class that it changes
 * @param test the simple name of the test, with # and a method if one is enough
 * @param original code that occurs exactly once in the class; white space stands for any or none
 * @param replacement what stands there instead
 */
record Mutant(String broken, String className, String test, String original, String replacement) {
    private static final Path SOURCES = Path.of("src/main/java/org/leftright");
    private static final List<String> PACKAGES = List.of("kafka", "catalog", "meters");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    static List<Mutant> all() throws IOException {
        List<Mutant> all = new ArrayList<>();
        try (InputStream in = Mutant.class.getResourceAsStream("/mutants.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Iterator<String> lines =
                    text.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .iterator();
            while (lines.hasNext()) {
                String[] head = lines.next().split(" \\| ");
                String original = lines.next().substring(2);
                all.add(new Mutant(head[0], head[1], head[2], original, lines.next().substring(1)));
            }
        }
        return all;
    }

    private Path file() {
        return PACKAGES.stream()
                .map(name -> SOURCES.resolve(name).resolve(className + ".java"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no class " + className));
    }

    /** The source of the broken class. */
    String source() throws IOException {
        String source = COMMENT.matcher(Files.readString(file())).replaceAll("");
        Matcher places =
                Pattern.compile(
                                Arrays.stream(original.strip().split("\\s+"))
                                        .map(Pattern::quote)
                                        .collect(Collectors.joining("\\s*")))
                        .matcher(source);
        if (places.results().count() != 1) {
            throw new IllegalStateException(
                    "must occur exactly once in " + className + ": " + original);
        }
        return places.replaceFirst(Matcher.quoteReplacement(replacement));
    }

    /** Compiles the broken class into a folder. */
    void compileInto(Path folder) throws IOException {
        String source = source();
        URI name = URI.create("string:///" + className + ".java");
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(name, SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of(
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
        StringWriter said = new StringWriter();
        if (!ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, options, null, List.of(file))
                .call()) {
            throw new IllegalStateException("does not compile: " + said);
        }
    }

    @Override
    public String toString() {
        return className + ": " + broken;
    }
}
