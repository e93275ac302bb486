// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ordered accesses of the library's source: by VarHandles, fences, and volatile fields. */
public final class SourceAccesses {
    /** An access through a VarHandle, a fence, or the declaration of a volatile field. */
    static final Pattern ORDERED =
            Pattern.compile(
                    "\\b[A-Z_]+\\.(?:[gs]et(?:Volatile|Release|Acquire|Opaque)|compareAndSet)(?=\\()"
                            + "|VarHandle\\.\\w+Fence(?=\\()"
                            + "|\\bvolatile (?=\\S.* (\\w+)(?: =|;))");

    private SourceAccesses() {}

    /**
     * Reads a class of core.
     *
     * @param className its simple name
     * @return its source, without comments
     */
    public static String sourceOf(String className) throws IOException {
        Path file = folder().resolve(className + ".java");
        return Mutation.withoutComments(Files.readString(file));
    }

    /**
     * Finds all of them in core.
     *
     * @return each with its class's name before it, such as {@code Live VarHandle.acquireFence} or
     *     {@code Live volatile live}
     */
    public static List<String> all() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : classNames()) {
            Matcher access = ORDERED.matcher(sourceOf(name));
            while (access.find()) {
                String field = access.group(1);
                found.add(name + " " + (field == null ? access.group() : "volatile " + field));
            }
        }
        return found;
    }

    /**
     * Lists core.
     *
     * @return the simple names of its source files
     */
    public static List<String> classNames() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() {
        return ProjectRoot.find().resolve("core/src/main/java/org/leftright");
    }
}
