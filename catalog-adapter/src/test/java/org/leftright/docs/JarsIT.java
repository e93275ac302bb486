// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's own tools say of the jars. */
class JarsIT {
    @TempDir Path directory;

    private static String jdeps(String what, String modulePath, String modules, String jar) {
        return run(
                "jdeps",
                what,
                "--multi-release",
                "17",
                "--module-path",
                modulePath,
                "--add-modules",
                modules,
                jar);
    }

    /** The path of what the adapter needs. */
    private static String ofAdapter() {
        return path("leftright-core-", "agrona-", "kafka-clients-", "micrometer-", "jspecify-");
    }

    @Test
    void usesNothingInternalOfTheJdk() throws Exception {
        String said =
                jdeps("--jdk-internals", ofAdapter(), "kafka.clients,micrometer.core", adapter());
        assertThat(said.lines().map(String::strip))
                .noneMatch(line -> line.startsWith("org.leftright"))
                .as("jdeps can see such things: Agrona has one, which is not used here")
                .anyMatch(line -> line.startsWith("org.agrona.UnsafeApi"));
    }

    @Test
    void theCoreNeedsAgronaAndTheFlightRecorderOnly() {
        String said =
                jdeps(
                        "-summary",
                        path("agrona-", "jspecify-"),
                        "jdk.jfr,org.jspecify",
                        path("leftright-core-"));
        assertThat(said.lines().filter(line -> line.startsWith("org.leftright -> ")))
                .containsExactlyInAnyOrder(
                        "org.leftright -> java.base",
                        "org.leftright -> org.agrona",
                        "org.leftright -> jdk.jfr",
                        "org.leftright -> org.jspecify");
    }

    @Test
    void theAdapterNeedsNothingMoreThanTheCoreAndWhatIsOptional() throws Exception {
        String said =
                jdeps(
                        "-summary",
                        ofAdapter(),
                        "kafka.clients,micrometer.core,org.jspecify",
                        adapter());
        assertThat(said.lines().filter(line -> line.startsWith("org.leftright.catalog -> ")))
                .containsExactlyInAnyOrder(
                        "org.leftright.catalog -> java.base",
                        "org.leftright.catalog -> org.leftright",
                        "org.leftright.catalog -> kafka.clients",
                        "org.leftright.catalog -> micrometer.core",
                        "org.leftright.catalog -> org.jspecify");
    }

    @Test
    void theManifestsSayWhatIsInTheJars() throws Exception {
        for (String jar : List.of(jar("leftright-core-"), adapter())) {
            try (JarFile file = new JarFile(jar)) {
                Attributes manifest = file.getManifest().getMainAttributes();
                String version = manifest.getValue("Implementation-Version");
                assertThat(Path.of(jar).getFileName().toString()).endsWith("-" + version + ".jar");
                assertThat(manifest.getValue("Bundle-SymbolicName")).startsWith("org.leftright.");
                assertThat(manifest.getValue("Export-Package")).startsWith("org.leftright");
            }
        }
    }

    /** The links need no network: the build knows the packages of the others. */
    @Test
    void theJavadocLinksToWhatItNames() throws Exception {
        Path pages = Path.of("target", "reports", "apidocs", "org.leftright.catalog");
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(pages)) {
            for (Path file : files.filter(page -> page.toString().endsWith(".html")).toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(all)
                .containsPattern("href=\"https:[^\"]*/org/leftright/Stats.html")
                .containsPattern("href=\"https:[^\"]*/org/apache/kafka/[^\"]*/Deserializer.html")
                .containsPattern("href=\"https:[^\"]*/io/micrometer/[^\"]*/MeterRegistry.html")
                .containsPattern("href=\"https:[^\"]*/core/guide/README.md\"");
    }

    @Test
    void theGuidesRecipeMakesARunTimeImage() throws Exception {
        Path guide = Path.of("core", "guide", "start.md");
        List<Block> recipes =
                Documents.blocks(guide).stream().filter(b -> b.language().equals("sh")).toList();
        assertThat(recipes).hasSize(1);
        Path library = Files.createDirectory(directory.resolve("lib"));
        for (String name : List.of("leftright-core-", "agrona-")) {
            Path jar = Path.of(jar(name));
            Files.copy(jar, library.resolve(jar.getFileName()));
        }
        Path caller = directory.resolve("Caller.java");
        Files.writeString(
                caller,
                """
                public class Caller {
                    public static void main(String[] arguments) {
                        var map = org.leftright.LeftRightLongMap.<String>create();
                        map.writer().batch(w -> w.put(17, "tea"));
                        System.out.println(map.get(17));
                    }
                }
                """);
        String script =
                String.join("\n", recipes.get(0).lines())
                        + """

                        javac --module-path lib --add-modules org.leftright Caller.java
                        image/bin/java --add-modules org.leftright -cp . Caller
                        """;
        assertThat(shell(script)).endsWith("tea");
    }

    /** Runs a script with the tools of this JDK; fails if one of its commands does. */
    private String shell(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", script);
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", tools, (old, bin) -> bin + File.pathSeparator + old);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Path output = directory.resolve("output");
        Process process =
                builder.directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        int exitCode = process.waitFor();
        String said = Files.readString(output).strip();
        assertThat(exitCode).as(said).isZero();
        return said;
    }

    private static String run(String tool, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        return output.toString();
    }

    private static String adapter() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.map(Path::toString)
                    .filter(name -> name.matches(".*-adapter-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String path(String... names) {
        return Stream.of(names).map(JarsIT::jar).collect(Collectors.joining(File.pathSeparator));
    }

    private static String jar(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).getName().startsWith(name))
                .filter(entry -> entry.endsWith(".jar"))
                .findFirst()
                .orElseThrow();
    }
}
