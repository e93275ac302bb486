// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * A test that cannot fail proves nothing. Each entry of {@code mutants.txt} breaks the feed in one
 * place; the test that it names is run on the broken class, in a process of its own, and must fail.
 * That takes half an hour, so it is done on request:
 *
 * <pre>
 * mvn -B -ntp -pl catalog-adapter -am test -Dtest=MutantsTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dmutants=all
 * </pre>
 *
 * <p>Instead of {@code all}, any part of an entry's first line.
 */
class MutantsTest {
    private static final int KILLED = 10;
    private static final int SURVIVED = 11;
    private static final String FAILED = "failed: ";
    private static final String PACKAGE = MutantsTest.class.getPackageName() + ".";

    static List<Mutant> all() throws IOException {
        return Mutant.all();
    }

    static List<Mutant> chosen() throws IOException {
        String part = System.getProperty("mutants", "all");
        return all().stream()
                .filter(m -> part.equals("all") || (m + " " + m.test()).contains(part))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void fits(Mutant mutant) {
        assertThatCode(mutant::source).doesNotThrowAnyException();
        assertThatCode(() -> selectorOf(mutant.test())).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chosen")
    @EnabledIfSystemProperty(named = "mutants", matches = ".+")
    void isNoticed(Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.compileInto(folder);
        Path said = folder.resolve("said");
        Process run =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-XX:TieredStopAtLevel=1", // most of the time is the broker's start
                                "-Dlimit.seconds=20",
                                "-Djava.io.tmpdir=" + folder,
                                "-cp",
                                folder + File.pathSeparator + System.getProperty("java.class.path"),
                                MutantsTest.class.getName(),
                                mutant.test())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        boolean ended = run.waitFor(5, TimeUnit.MINUTES);
        run.destroyForcibly().waitFor();
        String how = ended ? firstLine(said) : "it does not end";
        System.out.printf("%s: %s%n    %s%n", mutant, mutant.test(), how);
        assertThat(!ended || run.exitValue() == KILLED).as(() -> read(said)).isTrue();
    }

    private static String firstLine(Path said) throws IOException {
        return Files.readAllLines(said).stream()
                .filter(line -> line.startsWith(FAILED))
                .findFirst()
                .orElse("not noticed");
    }

    private static String read(Path said) {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static DiscoverySelector selectorOf(String test) throws ClassNotFoundException {
        String[] parts = test.split("#");
        Class<?> type = Class.forName(PACKAGE + parts[0]);
        return parts.length == 1
                ? selectClass(type)
                : selectMethod(
                        type,
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> method.getName().equals(parts[1]))
                                .findFirst()
                                .orElseThrow());
    }

    /** Runs a test in this process. */
    public static void main(String[] args) throws Exception {
        SummaryGeneratingListener listener = new FirstFailure();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectorOf(args[0]))
                                .build(),
                        listener);
        System.exit(listener.getSummary().getTestsSucceededCount() > 0 ? SURVIVED : 1);
    }

    /** One failure is enough. */
    private static final class FirstFailure extends SummaryGeneratingListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            super.executionFinished(test, result);
            result.getThrowable()
                    .ifPresent(
                            thrown -> {
                                System.out.println(FAILED + test.getDisplayName() + ": " + thrown);
                                Runtime.getRuntime().halt(KILLED);
                            });
        }
    }
}
