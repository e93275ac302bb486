// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad documents: a check that cannot fail proves nothing. */
class DocumentsCheckTest {
    private static final Path DOCUMENT = Path.of("bad.md");

    @TempDir Path folder;

    @Test
    void aBlockThatDoesAsItSaysPasses() throws Exception {
        Examples examples =
                examples(
                        """
                        ```java
                        import java.util.zip.CRC32;
                        record Price(int cents) {}
                        Price price = new Price(3);
                        price.cents(); // 3
                        String name = "tea"; // "tea", not coffee
                        System.out.println(Map.of("tea", 3)); // {tea=3}
                        new CRC32().getValue(); // 0: of nothing
                        ```
                        <!-- continues -->
                        ```java
                        int twice = 2 * price.cents(); // 6
                        ```
                        """);
        assertThat(examples.failures()).isEmpty();
        assertThat(examples.run()).hasSize(2);
    }

    @Test
    void aBlockThatDoesNotCompileIsTold() throws Exception {
        assertThat(failures("```java\nint i = 3;\nint price = \"tea\";\n```"))
                .singleElement()
                .asString()
                .startsWith("bad.md:3: incompatible types");
    }

    @Test
    void aBlockThatUsesWhatOnlyAnotherDeclaresIsTold() throws Exception {
        assertThat(failures("```java\nint i = 3;\n```\n```java\nint k = i;\n```"))
                .singleElement()
                .asString()
                .startsWith("bad.md:5: cannot find symbol");
    }

    @Test
    void aBlockThatThrowsIsTold() throws Exception {
        assertThat(failures("```java\nint[] i = {};\ni[0]++;\n```"))
                .first()
                .asString()
                .startsWith("bad.md:3: throws java.lang.ArrayIndexOutOfBounds");
    }

    @Test
    void aWrongValueIsTold() throws Exception {
        assertThat(failures("```java\nint sum = 1 + 1; // 3\n```"))
                .containsExactly("bad.md:2: yields 2, not 3");
    }

    @Test
    void aTextInPlaceOfANumberIsTold() throws Exception {
        assertThat(failures("```java\n\"3\".strip(); // 3\n```"))
                .containsExactly("bad.md:2: yields \"3\", not 3");
    }

    @Test
    void aValueThatIsNeverComputedIsTold() throws Exception {
        assertThat(failures("```java\nRunnable r = () -> {\n\"a\".length(); // 1\n};\n```"))
                .containsExactly("bad.md:3: not run");
    }

    @Test
    void aValueThatCannotBeCheckedIsTold() throws Exception {
        assertThat(failures("```java\nint i = 1\n+ 2; // 3\n```"))
                .containsExactly("bad.md:3: a value needs a statement of one line");
    }

    @Test
    void aFeedLeftOpenIsTold() throws Exception {
        assertThat(
                        failures(
                                """
                                ```java
                                var feed = KafkaCatalogFeed.builder(catalog, new ProductDeserializer())
                                        .bootstrapServers("kafka:9092").productsTopic("p").build();
                                feed.start();
                                feed.awaitReady(Duration.ofMinutes(1));
                                ```
                                """))
                .singleElement()
                .asString()
                .startsWith("bad.md:2: leaves a feed open");
    }

    @Test
    void aCommandThatNamesWhatIsNotThereIsTold() {
        String text =
                """
                ```sh
                mvn -pl core,nocore test -Dtest=NoTest
                java -jar bench/target/demo.jar
                java -cp stress/target/nojar.jar org.leftright.stress.soak.NoSoak
                ```
                """;
        assertThat(Documents.fencedBlocks(DOCUMENT, text.lines().toList()))
                .flatExtracting(Commands::wrong)
                .containsExactly(
                        "bad.md:2: nocore",
                        "bad.md:2: NoTest",
                        "bad.md:4: stress/target/nojar.jar",
                        "bad.md:4: org.leftright.stress.soak.NoSoak");
    }

    @Test
    void aCopyThatItsFileDoesNotHaveIsTold() {
        String text =
                """
                ```xml pom.xml
                    <name>leftright</name>
                ```
                ```xml pom.xml
                    <name>rightleft</name>
                ```
                """;
        assertThat(Documents.fencedBlocks(DOCUMENT, text.lines().toList()))
                .allMatch(Block::isCopied)
                .extracting(Block::isInItsFile)
                .containsExactly(true, false);
    }

    @Test
    void aLinkThatLeadsNowhereIsTold() {
        List<String> lines =
                List.of(
                        "[this](README.md) [that](no.md) [host](https://a.invalid/)",
                        "[there](README.md#what-it-costs) [nowhere](README.md#no-such-heading)",
                        "`[code](no.md)`");
        assertThat(Links.brokenIn(DOCUMENT, lines))
                .containsExactly("bad.md: no.md", "bad.md: README.md#no-such-heading");
    }

    @Test
    void aNameOfWhatIsNotThereIsTold() throws Exception {
        String comments =
                """
                /** The names {@code Writer}, {@code Wrtier}, {@link LeftRightMap#stats}, a StampedLock. */
                // See LeftRightMap.noSuchMember, NoSuchClass in README.md, core/guide/no-such.md.
                NoClass code = "NoText";
                """;
        assertThat(new Names().unknownIn(Path.of("Bad.java"), comments))
                .containsExactly(
                        "Bad.java:1: Wrtier",
                        "Bad.java:2: LeftRightMap.noSuchMember",
                        "Bad.java:2: NoSuchClass",
                        "Bad.java:2: core/guide/no-such.md");
        assertThat(
                        new Names()
                                .unknownIn(
                                        DOCUMENT,
                                        "`Wrtier` `Wrtier failed`\n```java\nNoClass c;\n```\nno.txt"))
                .containsExactly("bad.md:1: Wrtier", "bad.md:5: no.txt");
    }

    private List<String> failures(String text) throws Exception {
        return examples(text).failures();
    }

    private Examples examples(String text) throws Exception {
        Examples examples = new Examples(Documents.fencedBlocks(DOCUMENT, text.lines().toList()));
        examples.compileAndRun(folder);
        return examples;
    }
}
