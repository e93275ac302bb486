// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a refresh listener is told; {@link PropertyTest} keeps a replica by it in random runs. */
class ChangesTest {
    private final List<String> told = new ArrayList<>();
    private @Nullable LongChanges<String> last;

    private final LeftRightLongMap<String> map =
            LeftRightLongMap.<String>builder()
                    .refreshListener(
                            changes -> {
                                last = changes;
                                changes.forEach(
                                        (key, before, now) ->
                                                told.add(key + " " + before + " " + now));
                            })
                    .build();
    private final LongWriteHandle<String> writer = map.writer();

    @Test
    void eachChangedKeyIsToldOnceWithItsValueBeforeAndNow() {
        writer.put(0, "zero");
        writer.put(1, "one");
        writer.put(1, "uno");
        writer.refresh();
        assertThat(told).containsExactlyInAnyOrder("0 null zero", "1 null uno");
        told.clear();
        writer.remove(0);
        writer.put(1, "eins");
        writer.put(2, "two");
        writer.refresh();
        assertThat(told).containsExactlyInAnyOrder("0 zero null", "1 uno eins", "2 null two");
    }

    @Test
    void opsThatTookEachOtherBackAreNotTold() {
        writer.put(1, "one");
        writer.refresh();
        told.clear();
        writer.put(1, "uno");
        writer.put(1, "one");
        writer.put(2, "two");
        writer.remove(2);
        writer.refresh();
        assertThat(told).isEmpty();
        assertThat(map.version()).isEqualTo(2);
    }

    @Test
    void theListenerSeesTheNewVersionLive() {
        List<@Nullable String> seen = new ArrayList<>();
        LeftRightMap<String, String> read =
                LeftRightMap.<String, String>builder()
                        .refreshListener(changes -> seen.add(changes.attachment() + ""))
                        .build();
        read.writer().put("tea", "hot");
        read.writer().refresh("offsets");
        read.writer().refresh("other"); // an attachment alone changes no entry
        read.writer().refresh();
        assertThat(seen).containsExactly("offsets");
    }

    @Test
    void changesAreRefusedAfterTheListenerHasReturned() {
        writer.put(1, "one");
        writer.refresh();
        LongChanges<String> kept = last;
        assertThat(kept).isNotNull();
        assertThat(kept.version()).isEqualTo(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> kept.forEach((key, before, now) -> {}))
                .withMessageContaining("copy what you need");
    }

    @Test
    void changesAreRefusedInAnotherThread() {
        List<Throwable> thrown = new ArrayList<>();
        LeftRightMap<String, String> other =
                LeftRightMap.<String, String>builder()
                        .refreshListener(
                                changes -> {
                                    try {
                                        CompletableFuture.runAsync(
                                                        () -> changes.forEach((k, b, n) -> {}))
                                                .join();
                                    } catch (CompletionException e) {
                                        thrown.add(e.getCause());
                                    }
                                })
                        .build();
        other.writer().put("tea", "hot");
        other.writer().refresh();
        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aListenerThatThrowsOrWritesFailsNoRefresh() {
        List<LeftRightMap<String, String>> maps = new ArrayList<>();
        LeftRightMap<String, String> failing =
                LeftRightMap.<String, String>builder()
                        .name("drinks")
                        .refreshListener(changes -> maps.get(0).writer().put("milk", "cold"))
                        .build();
        maps.add(failing);
        failing.writer().put("tea", "hot");
        try (TakenLog log = new TakenLog()) {
            assertThat(failing.writer().refresh()).isEqualTo(1);
            assertThat(log.lines())
                    .extracting(LogRecord::getMessage)
                    .contains("the refresh listener of \"drinks\" has failed");
        }
        assertThat(failing.snapshot()).containsOnlyKeys("tea");
        failing.writer().put("cocoa", "hot");
        assertThat(failing.writer().refresh()).isEqualTo(2);
    }

    @Test
    void aFailedBatchIsNotTold() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                writer.batch(
                                        batch -> {
                                            batch.put(1, "one");
                                            throw new IllegalStateException("planned");
                                        }));
        assertThat(told).isEmpty();
    }

    @Test
    void aMemberOfAnotherGroupIsRefused() {
        LeftRightGroupBuilder strange = LeftRightGroup.builder();
        GroupIdSets stranger = strange.idSets();
        strange.build();
        List<Throwable> thrown = new ArrayList<>();
        LeftRightGroupBuilder builder =
                LeftRightGroup.builder()
                        .refreshListener(
                                changes -> {
                                    try {
                                        changes.of(stranger);
                                    } catch (IllegalArgumentException e) {
                                        thrown.add(e);
                                    }
                                });
        GroupIdSets sets = builder.idSets();
        builder.build();
        sets.writer().add(1, 1);
        sets.writer().refresh();
        assertThat(thrown).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sets.group().read(v -> v.of(stranger)));
    }

    @Test
    void aSlotThatHasPassedToAnotherKeyIsToldByKey() {
        LeftRightGroupBuilder builder = LeftRightGroup.builder();
        GroupIdSets sets = builder.idSets();
        builder.refreshListener(
                changes ->
                        changes.of(sets)
                                .forEach((key, id, isAdded) -> told.add(key + "/" + id + isAdded)));
        builder.build();
        IdSetsWriteHandle writer = sets.writer();
        writer.add(1, 10);
        writer.refresh();
        writer.removeAll(1);
        for (int key = 2; key < 10; key++) {
            writer.add(key, 20); // all slots are passed, and that of key 1 is taken
        }
        writer.refresh();
        writer.add(2, 21);
        writer.refresh();
        told.clear();
        writer.removeAll(2);
        writer.refresh();
        assertThat(told).containsExactlyInAnyOrder("2/20false", "2/21false");
        assertThat(sets.keyCount()).isEqualTo(7);
    }

    @Test
    void noListenerIsRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> LeftRightMap.builder().refreshListener(null))
                .withMessageContaining("listener");
    }
}
