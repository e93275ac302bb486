// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide says of the Spring Boot service; the service has a test of its own. */
class SpringServiceTest {
    private static final Path SHOP =
            Path.of(
                    "catalog-adapter",
                    "src",
                    "it",
                    "spring-service",
                    "src",
                    "main",
                    "java",
                    "shop");

    @Test
    void isTenLinesBesideTheProduct() {
        assertThat(Documents.lines(SHOP.resolve("Shop.java")))
                .filteredOn(line -> !line.isBlank())
                .filteredOn(line -> !line.matches("(//|package|import) .*"))
                .hasSizeBetween(1, 10);
    }

    @Test
    void theRestKnowsNothingOfItsProduct() throws IOException {
        try (Stream<Path> files = Files.list(Documents.ROOT.resolve(SHOP.resolve("catalog")))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(
                            file ->
                                    assertThat(Files.readString(file))
                                            .doesNotContainPattern("shop\\.(?!catalog;)")
                                            .doesNotContainPattern("(?<!\\w)Product(?!\\w)"));
        }
    }
}
