// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the documents say of the demo's load is so. Run alone: {@code mvn -pl bench -am test
 * -Dtest=DemoFiguresTest}.
 */
class DemoFiguresTest {
    private static final CommandSpec OPTIONS = CommandSpec.forAnnotatedObject(Demo.class);

    private static int usual(String option) {
        return (int) OPTIONS.findOption(option).initialValue();
    }

    @Test
    void theDocumentsHaveTheFiguresOfTheUsualLoad() throws Exception {
        int variants = usual("--scale");
        Plan plan =
                new Plan(
                        RetailFile.readShipped(),
                        new Plan.Load(
                                variants,
                                1,
                                usual("--rate"),
                                usual("--duration"),
                                usual("--flat-out")));
        String changes = say("some %,d changes", plan.batchSize(), 1_000);
        String products = say("some %,d products", plan.opening().products().size(), 10_000);
        String articles =
                String.format(
                        Locale.ROOT,
                        "(%,d real articles in %d variants;",
                        plan.ids().codeCount(),
                        variants);

        assertThat(Files.readString(Path.of("..", "README.md"))).contains(changes, products);
        assertThat(Files.readString(Path.of("README.md"))).contains(changes, products, articles);
    }

    private static String say(String format, long figure, int unit) {
        return String.format(Locale.ROOT, format, Math.round((double) figure / unit) * unit);
    }
}
