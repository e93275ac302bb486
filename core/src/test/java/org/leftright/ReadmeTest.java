// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the quick start of README.md as it stands there. */
class ReadmeTest {
    @TempDir Path directory;

    @Test
    void theQuickStartCompilesAndRuns() throws Exception {
        String code = firstJavaBlock(Path.of("..", "README.md"));
        Path source = directory.resolve("QuickStart.java");
        Files.writeString(
                source,
                """
                import java.util.*;
                import org.leftright.*;

                public class QuickStart {
                    public static String run() {
                %s
                        return both + "; " + products.get(17) + "; " + kept;
                    }
                }
                """
                        .formatted(code));
        compile(source);
        URL[] path = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            Object result = loader.loadClass("QuickStart").getMethod("run").invoke(null);
            assertThat(result).isEqualTo("tea, milk; green tea; {17=green tea}");
        }
    }

    private static String firstJavaBlock(Path document) throws IOException {
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(document));
        assertThat(block.find()).as("a java block in " + document).isTrue();
        return block.group(1);
    }

    private void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String path =
                Path.of("target", "classes").toAbsolutePath()
                        + System.getProperty("path.separator")
                        + System.getProperty("java.class.path");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Boolean done =
                    compiler.getTask(
                                    messages,
                                    files,
                                    null,
                                    List.of("-d", directory.toString(), "-cp", path, "-proc:none"),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
    }
}
