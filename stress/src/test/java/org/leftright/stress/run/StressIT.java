// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jcstress tests, all of them, on the shipped classes. */
class StressIT {
    private static final Pattern TEST =
            Pattern.compile("@JCStressTest\\s[^{]*public static class (\\w+)");

    @Test
    void everyStressTestRunsAndShowsNothingForbidden() throws Exception {
        StressJar.Outcome outcome = StressJar.run(Main.class);

        String report =
                outcome.output().substring(Math.max(0, outcome.output().lastIndexOf("RESULTS\n")));
        System.out.println(report);
        assertThat(outcome.exitCode()).as(report).isZero();
        assertThat(report).endsWith("GREEN\n");
        assertThat(testsIn(report)).isEqualTo(testsInTheSources());
    }

    private static Set<String> testsIn(String report) {
        return report.lines()
                .filter(line -> line.startsWith("org.leftright.stress."))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Independent of jcstress' own list: a test that its annotation processor lost is missed. */
    private static Set<String> testsInTheSources() throws IOException, URISyntaxException {
        Path sources =
                Path.of(System.getProperty("leftright.root"))
                        .resolve("stress/src/main/java/org/leftright/stress");
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String outer = file.getFileName().toString().replace(".java", "");
                Matcher test = TEST.matcher(Files.readString(file));
                while (test.find()) {
                    tests.add("org.leftright.stress." + outer + "." + test.group(1));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(22);
        return tests;
    }
}
