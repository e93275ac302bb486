// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reads of a map with object keys, from the map itself, its views and its handles. */
class LeftRightMapTest {
    private final LeftRightMap<String, Integer> map = LeftRightMap.create();
    private final WriteHandle<String, Integer> writer = map.writer();

    private record Point(int x, int y) {}

    private void refreshWith(String key, int value) {
        writer.put(key, value);
        writer.refresh();
    }

    @Test
    void aNewMapIsEmptyAtVersionZero() {
        assertThat(map.size()).isZero();
        assertThat(map.isEmpty()).isTrue();
        assertThat(map.get("tea")).isNull();
        assertThat(map.containsKey("tea")).isFalse();
        assertThat(map.version()).isZero();
        assertThat(map.attachment()).isNull();
        assertThat(map.snapshot()).isEmpty();
    }

    @Test
    void whatIsPutIsHiddenUntilRefresh() {
        writer.put("tea", 3);
        assertThat(map.get("tea")).isNull();
        assertThat(map.isEmpty()).isTrue();
        writer.refresh();
        assertThat(map.get("tea")).isEqualTo(3);
        assertThat(map.size()).isEqualTo(1);
        assertThat(map.isEmpty()).isFalse();
    }

    @Test
    void aBatchBecomesVisibleAsAWhole() {
        writer.put("tea", 3);
        writer.put("milk", 1);
        writer.refresh();
        writer.put("tea", 4);
        writer.remove("milk");
        assertThat(map.snapshot()).containsOnly(entry("tea", 3), entry("milk", 1));
        writer.refresh();
        assertThat(map.snapshot()).containsOnly(entry("tea", 4));
    }

    @Test
    void getOrDefaultFallsBackForAMissingKeyOnly() {
        refreshWith("tea", 3);
        assertThat(map.getOrDefault("tea", 9)).isEqualTo(3);
        assertThat(map.getOrDefault("milk", 9)).isEqualTo(9);
    }

    @Test
    void everyReadSeesManyRefreshesOnBothSides() {
        for (int i = 1; i <= 100; i++) {
            writer.put("k" + i % 7, i);
            assertThat(writer.refresh()).isEqualTo(i);
            assertThat(map.get("k" + i % 7)).isEqualTo(i);
            assertThat(map.version()).isEqualTo(i);
        }
        assertThat(map.size()).isEqualTo(7);
    }

    @Test
    void keysOfAnyClassAreFound() {
        LeftRightMap<Object, String> objects = LeftRightMap.create();
        List<Object> keys =
                List.of(
                        "s",
                        1L,
                        1,
                        (short) 1,
                        (byte) 1,
                        'c',
                        1.5,
                        1.5f,
                        true,
                        new UUID(1, 2),
                        TimeUnit.DAYS,
                        new Point(1, 2),
                        List.of(1, 2));
        for (Object key : keys) {
            objects.writer().put(key, "value of " + key);
        }
        objects.writer().refresh();
        for (Object key : keys) {
            assertThat(objects.get(key)).isEqualTo("value of " + key);
            assertThat(objects.containsKey(key)).isTrue();
        }
        assertThat(objects.get(new Point(1, 2))).isEqualTo("value of Point[x=1, y=2]");
        assertThat(objects.get(List.of(1, 3))).isNull();
    }

    @Test
    void aViewHasAllReads() {
        writer.put("tea", 3);
        writer.put("milk", 1);
        writer.refresh("offsets");
        Map<String, Integer> visited = new HashMap<>();
        Map<String, Integer> iterated = new HashMap<>();
        try (MapView<String, Integer> view = map.enter()) {
            assertThat(view.get("tea")).isEqualTo(3);
            assertThat(view.get("beer")).isNull();
            assertThat(view.getOrDefault("beer", 9)).isEqualTo(9);
            assertThat(view.getOrDefault("milk", 9)).isEqualTo(1);
            assertThat(view.containsKey("milk")).isTrue();
            assertThat(view.containsKey("beer")).isFalse();
            assertThat(view.size()).isEqualTo(2);
            assertThat(view.isEmpty()).isFalse();
            assertThat(view.version()).isEqualTo(1);
            assertThat(view.attachment()).isEqualTo("offsets");
            assertThat(view.refreshTime()).isEqualTo(map.refreshTime());
            assertThat(view).hasToString("MapView[version=1, size=2]");
            view.forEach(visited::put);
            for (Map.Entry<String, Integer> entry : view) {
                iterated.put(entry.getKey(), entry.getValue());
            }
        }
        assertThat(visited).isEqualTo(Map.of("tea", 3, "milk", 1)).isEqualTo(iterated);
    }

    @Test
    void aViewSeesOneVersionWhateverIsRefreshedMeanwhile() {
        refreshWith("tea", 3);
        try (Actor other = new Actor("writer");
                MapView<String, Integer> view = map.enter()) {
            other.run(() -> refreshWith("tea", 4));
            assertThat(view.get("tea")).isEqualTo(3);
            assertThat(view.version()).isEqualTo(1);
            assertThat(map.get("tea")).as("a read of the map is live").isEqualTo(4);
            assertThat(map.version()).isEqualTo(2);
        }
        assertThat(map.<Integer>read(view -> view.get("tea"))).isEqualTo(4);
    }

    @Test
    void nestedSectionsSeeTheVersionOfTheOutermost() {
        refreshWith("tea", 3);
        try (Actor other = new Actor("writer");
                MapView<String, Integer> outer = map.enter()) {
            other.run(() -> refreshWith("tea", 4));
            try (MapView<String, Integer> inner = map.enter()) {
                assertThat(inner.version()).isEqualTo(1);
                assertThat(map.<Integer>read(innermost -> innermost.get("tea"))).isEqualTo(3);
                assertThat(inner.get("tea")).isEqualTo(3);
            }
            assertThat(outer.get("tea")).isEqualTo(3);
        }
        assertThat(map.<Long>read(MapView::version)).isEqualTo(2);
    }

    @Test
    void readGivesBackWhatTheFunctionReturnsAndLeavesTheSectionIfItThrows() {
        refreshWith("tea", 3);
        assertThat(map.<String>read(view -> "tea costs " + view.get("tea")))
                .isEqualTo("tea costs 3");
        assertThatThrownBy(
                        () ->
                                map.read(
                                        view -> {
                                            throw new ArithmeticException("mine");
                                        }))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("mine");
        refreshWith("tea", 4);
        writer.put("tea", 5);
        assertThat(map.stats().abandonCount()).isZero();
    }

    @Test
    void aHandleReadsAsTheMapDoes() {
        refreshWith("tea", 3);
        List<String> visited = new ArrayList<>();
        try (ReadHandle<String, Integer> reader = map.reader()) {
            assertThat(reader.get("tea")).isEqualTo(3);
            assertThat(reader.getOrDefault("milk", 9)).isEqualTo(9);
            assertThat(reader.containsKey("tea")).isTrue();
            assertThat(reader.size()).isEqualTo(1);
            assertThat(reader.isEmpty()).isFalse();
            assertThat(reader.<Integer>read(view -> view.get("tea"))).isEqualTo(3);
            reader.forEach((key, value) -> visited.add(key + "=" + value));
            assertThat(map.stats().handleCount()).isEqualTo(1);
        }
        assertThat(visited).containsExactly("tea=3");
        assertThat(map.stats().handleCount()).isZero();
    }

    @Test
    void nestedSectionsOfAHandleSeeTheVersionOfItsOutermost() {
        refreshWith("tea", 3);
        try (Actor other = new Actor("writer");
                ReadHandle<String, Integer> reader = map.reader()) {
            try (MapView<String, Integer> outer = reader.enter()) {
                other.run(() -> refreshWith("tea", 4));
                assertThat(reader.<Integer>read(inner -> inner.get("tea"))).isEqualTo(3);
                assertThat(outer.get("tea")).isEqualTo(3);
                assertThat(reader.get("tea")).as("a single read is live").isEqualTo(4);
            }
            assertThat(reader.<Integer>read(view -> view.get("tea"))).isEqualTo(4);
        }
    }

    @Test
    void aHandleThatHasReadBeforeSeesEveryRefresh() {
        try (ReadHandle<String, Integer> reader = map.reader()) {
            for (int i = 0; i < 50; i++) {
                refreshWith("tea", i);
                assertThat(reader.<Integer>read(view -> view.get("tea"))).isEqualTo(i);
                assertThat(reader.get("tea")).isEqualTo(i);
            }
        }
    }

    @Test
    void forEachVisitsOneVersion() {
        writer.put("tea", 3);
        writer.put("milk", 1);
        writer.refresh();
        Map<String, Integer> visited = new HashMap<>();
        try (Actor other = new Actor("writer")) {
            map.forEach(
                    (key, value) -> {
                        if (visited.isEmpty()) {
                            other.run(() -> writer.batch(w -> w.replaceAll((k, v) -> v + 10)));
                        }
                        visited.put(key, value);
                    });
        }
        assertThat(visited).isEqualTo(Map.of("tea", 3, "milk", 1));
        assertThat(map.get("tea")).isEqualTo(13);
    }

    @Test
    void theVersionComesWithItsTimeAndAttachment() {
        Instant before = Instant.now();
        Instant first = map.refreshTime();
        writer.put("tea", 3);
        writer.refresh("one");
        assertThat(map.attachment()).isEqualTo("one");
        assertThat(map.refreshTime()).isAfterOrEqualTo(before).isAfterOrEqualTo(first);
        assertThat(map).hasToString("LeftRightMap[version=1, size=1]");
    }

    @Test
    void aMapIsEqualToItselfOnly() {
        LeftRightMap<String, Integer> other = LeftRightMap.create();
        assertThat(map).isEqualTo(map).isNotEqualTo(other);
        assertThat(map.writer()).isSameAs(writer);
    }

    @Test
    @SuppressWarnings("try") // closes by hand as well, on purpose
    void closingAViewTwiceHasNoEffectWhateverWasReadInBetween() {
        LeftRightMap<String, Integer> again = LeftRightMap.create();
        try (Actor other = new Actor("reader");
                MapView<String, Integer> view = again.enter()) {
            view.close();
            assertThat(again.get("tea")).isNull();
            other.run(() -> again.read(MapView::size));
            view.close();
            view.close();
        }
        again.writer().batch(w -> w.put("tea", 1));
        assertThat(again.get("tea")).isEqualTo(1);
    }
}
