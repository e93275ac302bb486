// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/** One whole checkpoint is there at each moment, the old one or the new, whatever happens. */
class CheckpointFileTest {
    private static final CheckpointFile.Header HEADER =
            new CheckpointFile.Header(
                    Instant.EPOCH,
                    -1,
                    Map.of("products", Uuid.ONE_UUID),
                    new TopicOffsets(Map.of(new TopicPartition("products", 0), 3L), null),
                    Map.of(),
                    List.of());

    @TempDir Path folder;
    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private Path file;

    @BeforeEach
    void threeProducts() {
        file = folder.resolve("checkpoint");
        catalog.applyBatch(
                batch -> {
                    for (int id = 0; id < 3; id++) {
                        batch.upsertProduct(id, "x".repeat(1_000));
                    }
                });
    }

    @Test
    void aFileIsOnTheDiskBeforeItTakesThePlaceOfTheOld() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            write(CheckpointFileTest::bytes);
            recording.stop();
            Path events = folder.resolve("events.jfr");
            recording.dump(events);
            List<RecordedEvent> forced = RecordingFile.readAllEvents(events);
            assertThat(forced).extracting(event -> event.getString("path")).contains(file + ".tmp");
        }
    }

    /** A copy could be seen half done; a file that is moved is there at once. */
    @Test
    void theNewFileIsMovedIntoThePlaceOfTheOld() throws Exception {
        write(CheckpointFileTest::bytes);
        List<Object> drafts = new ArrayList<>();
        write(
                product -> {
                    drafts.add(key(file.resolveSibling("checkpoint.tmp")));
                    return bytes(product);
                });
        assertThat(drafts).hasSize(3).containsOnly(key(file));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theFileIsItsOwnersAlone() throws Exception {
        Path draft = Files.writeString(file.resolveSibling("checkpoint.tmp"), "left by a kill");
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(file, "of an older release");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Set<Set<PosixFilePermission>> whileWritten = new HashSet<>();
        write(
                product -> {
                    whileWritten.add(permissions(draft));
                    return bytes(product);
                });
        assertThat(whileWritten).containsExactly(PosixFilePermissions.fromString("rw-------"));
        assertThat(permissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says which file it is, whatever its name; null where files have no numbers. */
    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatFailsHalfwayLeavesTheOldFileAndNothingBesideIt() throws Exception {
        write(CheckpointFileTest::bytes);
        byte[] before = Files.readAllBytes(file);
        int[] left = {2};
        assertThatThrownBy(
                        () ->
                                write(
                                        product -> {
                                            if (left[0]-- == 0) {
                                                throw new IllegalStateException("I refuse");
                                            }
                                            return bytes(product);
                                        }))
                .hasMessage("I refuse");
        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private interface Encoder {
        byte[] encode(String product);
    }

    private void write(Encoder encoder) {
        CheckpointMember products =
                new CheckpointMember.OfLongMap<>(
                        catalog.products(),
                        new CheckpointMember.Format<>(
                                "products",
                                (topic, product) -> encoder.encode(product),
                                new StringDeserializer()));
        catalog.group()
                .<@Nullable Void>read(
                        view -> {
                            try {
                                CheckpointFile.write(file, HEADER, view, List.of(products));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            return null;
                        });
    }

    private static byte[] bytes(String product) {
        return product.getBytes(StandardCharsets.UTF_8);
    }
}
