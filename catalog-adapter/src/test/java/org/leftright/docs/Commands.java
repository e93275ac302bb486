// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands in a block: that the modules, jars, classes and tests named exist. */
final class Commands {
    private static final Pattern MODULES = Pattern.compile("(?:^|\\s)-pl (\\S+)");
    private static final Pattern JAR = Pattern.compile("([\\w-]+)/target/([\\w-]+)\\.jar");
    private static final Pattern MAIN =
            Pattern.compile("\\b(org\\.leftright(?:\\.\\w+)*\\.[A-Z]\\w*)");
    private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=(\\w+)(?=\\s|$)");

    private Commands() {}

    /** What does not exist, with the place in the document. */
    static List<String> wrong(Block block) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < block.lines().size(); i++) {
            String line = block.lines().get(i);
            if (line.strip().startsWith("#") || !line.matches(".*\\b(java|mvn)\\b.*")) {
                continue; // what a command prints
            }
            List<String> missing = new ArrayList<>();
            find(MODULES, line)
                    .flatMap(names -> Stream.of(names.split(",")))
                    .filter(module -> !exists(Path.of(module, "pom.xml")))
                    .forEach(missing::add);
            Matcher jar = JAR.matcher(line);
            while (jar.find()) {
                if (!makes(jar.group(1), jar.group(2))) {
                    missing.add(jar.group());
                }
            }
            find(MAIN, line).filter(name -> !isSource(name)).forEach(missing::add);
            find(TEST, line).filter(name -> !isTest(name)).forEach(missing::add);
            int number = block.line() + i;
            missing.forEach(what -> wrong.add(block.document() + ":" + number + ": " + what));
        }
        return wrong;
    }

    private static Stream<String> find(Pattern pattern, String line) {
        return pattern.matcher(line).results().map(result -> result.group(1));
    }

    private static boolean exists(Path file) {
        return Files.exists(Documents.ROOT.resolve(file));
    }

    /** Whether the module's build names the jar. */
    private static boolean makes(String module, String jar) {
        Path pom = Path.of(module, "pom.xml");
        if (!exists(pom)) {
            return false;
        }
        String text = String.join("\n", Documents.lines(pom));
        return Stream.of("/" + jar + ".jar", jar, jar.replaceFirst("-[0-9].*", ""))
                .anyMatch(name -> text.contains(name + "<") || text.contains(name + "\""));
    }

    private static boolean isSource(String className) {
        Path file = Path.of(className.replace('.', '/') + ".java");
        return modules().anyMatch(module -> exists(module.resolve("src/main/java").resolve(file)));
    }

    private static boolean isTest(String simpleName) {
        return modules()
                .map(module -> Documents.ROOT.resolve(module).resolve("src/test/java"))
                .filter(Files::isDirectory)
                .anyMatch(tests -> contains(tests, simpleName + ".java"));
    }

    private static boolean contains(Path folder, String fileName) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().equals(fileName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> modules() {
        return Stream.of(
                        "core",
                        "catalog-adapter",
                        "catalog-adapter/src/it/spring-service",
                        "stress",
                        "bench")
                .map(Path::of);
    }
}
