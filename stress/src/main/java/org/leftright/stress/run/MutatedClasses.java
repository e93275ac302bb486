// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The classes of the files that a mutation changes, compiled into a folder of their own. */
public final class MutatedClasses implements AutoCloseable {
    private final Path folder;

    /**
     * Compiles against the library on the class path of this process.
     *
     * @param projectRoot where the library's sources are
     * @param mutation what to change
     * @throws IOException if the sources cannot be read or the classes not be written
     */
    public MutatedClasses(Path projectRoot, Mutation mutation) throws IOException {
        folder = Files.createTempDirectory("weakened-twin");
        try {
            compile(sources(projectRoot, mutation));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * The class path with the mutated classes ahead.
     *
     * @param classPath that of the library
     * @return the class path for a fork
     */
    public String aheadOf(String classPath) {
        return folder + System.getProperty("path.separator") + classPath;
    }

    /** Path to source. */
    static Map<String, String> sources(Path projectRoot, Mutation mutation) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Mutation.Edit edit : mutation.edits()) {
            String known = sources.get(edit.path());
            String source =
                    known != null
                            ? known
                            : Mutation.withoutComments(
                                    Files.readString(projectRoot.resolve(edit.path())));
            sources.put(edit.path(), edit.applyTo(source));
        }
        return sources;
    }

    private void compile(Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("needs a JDK, not only a runtime: no compiler found");
        }
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((path, source) -> files.add(new Source(path, source)));
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(messages, manager, null, options, null, files).call()) {
                throw new IllegalStateException("a mutation does not compile:\n" + messages);
            }
        }
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path directory, @Nullable IOException e) throws IOException {
                            Files.delete(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String content;

        Source(String path, String content) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
