// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Maps that keep their entries in a HashMap or a TreeMap. */
class BackingTest {
    private final LeftRightMap<String, Integer> hashed =
            LeftRightMap.<String, Integer>builder().backing(HashMap::new).build();
    private final LeftRightMap<String, Integer> ordered =
            LeftRightMap.<String, Integer>builder().backing(TreeMap::new).build();

    @Test
    void aHashMapTakesNullKeysAndValues() {
        WriteHandle<String, Integer> writer = hashed.writer();
        writer.put(null, 1);
        writer.put("tea", null);
        assertThat(hashed.containsKey(null)).isFalse();
        writer.refresh();
        assertThat(hashed.get(null)).isEqualTo(1);
        assertThat(hashed.containsKey("tea")).isTrue();
        assertThat(hashed.get("tea")).isNull();
        assertThat(hashed.getOrDefault("tea", 9)).isNull();
        assertThat(hashed.getOrDefault("milk", 9)).isEqualTo(9);
        assertThat(hashed.<Integer>read(view -> view.getOrDefault("tea", 9))).isNull();
        assertThat(writer.getOrDefault("tea", 9)).isNull();
        assertThat(hashed.snapshot()).hasSize(2).containsEntry(null, 1).containsEntry("tea", null);
        assertThat(writer.putIfAbsent("tea", 2)).as("null counts as absent").isNull();
        assertThat(writer.remove(null)).isEqualTo(1);
        writer.refresh();
        assertThat(hashed.snapshot()).containsOnly(entry("tea", 2));
    }

    @Test
    void aNullValueIsRemovedAndDiscardedLikeAnyOther() {
        WriteHandle<String, Integer> writer = hashed.writer();
        for (int i = 0; i < 10; i++) {
            writer.put("k" + i, i);
        }
        writer.put("tea", null);
        writer.refresh();
        assertThat(writer.remove("tea")).isNull();
        assertThat(writer.pendingOpCount()).isEqualTo(1);
        writer.put("k1", null);
        assertThat(writer.discard()).isEqualTo(2);
        assertThat(writer.containsKey("tea")).isTrue();
        assertThat(writer.get("k1")).isEqualTo(1);
        writer.compute("tea", (key, value) -> null);
        writer.refresh();
        assertThat(hashed.containsKey("tea")).isFalse();
    }

    @Test
    void aTreeMapIsReadInOrder() {
        WriteHandle<String, Integer> writer = ordered.writer();
        writer.putAll(Map.of("c", 3, "a", 1, "d", 4, "b", 2));
        writer.refresh();
        List<String> keys = new ArrayList<>();
        List<String> range = new ArrayList<>();
        try (MapView<String, Integer> view = ordered.enter()) {
            assertThat(view.firstEntry()).isEqualTo(entry("a", 1));
            assertThat(view.lastEntry()).isEqualTo(entry("d", 4));
            assertThat(view.floorEntry("bb")).isEqualTo(entry("b", 2));
            assertThat(view.ceilingEntry("bb")).isEqualTo(entry("c", 3));
            assertThat(view.ceilingEntry("e")).isNull();
            view.forEachBetween("b", "d", (key, value) -> range.add(key));
            view.forEach((key, value) -> keys.add(key));
            assertThat(view).extracting(Map.Entry::getKey).containsExactly("a", "b", "c", "d");
        }
        assertThat(keys).containsExactly("a", "b", "c", "d");
        assertThat(range).containsExactly("b", "c");
        assertThat(ordered.snapshot().keySet()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void orderedReadsNeedAnOrderedBacking() {
        for (LeftRightMap<String, Integer> map :
                List.of(hashed, LeftRightMap.<String, Integer>create())) {
            assertThatThrownBy(() -> map.read(MapView::firstEntry))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("backing(TreeMap::new)");
            assertThat(map.isEmpty()).as("the section was left").isTrue();
        }
    }

    @Test
    void aSectionOnATreeMapSeesOneVersion() {
        WriteHandle<String, Integer> writer = ordered.writer();
        writer.putAll(Map.of("a", 1, "b", 2));
        writer.refresh();
        try (Actor other = new Actor("writer");
                MapView<String, Integer> view = ordered.enter()) {
            other.call(() -> writer.batch(w -> w.remove("a")));
            assertThat(view.firstEntry()).isEqualTo(entry("a", 1));
        }
        assertThat(ordered.<Map.Entry<String, Integer>>read(MapView::firstEntry))
                .isEqualTo(entry("b", 2));
    }

    @Test
    void aTreeMapRefusesTheKeysItCannotCompareAndStaysUsable() {
        LeftRightMap<Object, Integer> map =
                LeftRightMap.<Object, Integer>builder().backing(TreeMap::new).build();
        map.writer().put("tea", 1);
        assertThatThrownBy(() -> map.writer().put(5, 2)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> map.writer().put(null, 2))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> map.writer().remove(5)).isInstanceOf(ClassCastException.class);
        assertThat(map.writer().pendingOpCount()).isEqualTo(1);
        map.writer().refresh();
        assertThatThrownBy(() -> map.get(5)).isInstanceOf(ClassCastException.class);
        assertThat(map.snapshot()).containsOnly(entry("tea", 1));
    }

    @Test
    void aComparatorDecidesWhichKeysAreEqual() {
        LeftRightMap<String, Integer> map =
                LeftRightMap.<String, Integer>builder()
                        .backing(() -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
                        .build();
        map.writer().put("Tea", 1);
        map.writer().refresh();
        map.writer().put("TEA", 2);
        map.writer().refresh();
        assertThat(map.get("tea")).isEqualTo(2);
        assertThat(map.size()).isEqualTo(1);
        NavigableMap<String, Integer> expected = new TreeMap<>(Map.of("Tea", 2));
        assertThat(map.snapshot()).isEqualTo(expected);
    }

    @Test
    void discardRestoresTheVeryKeysThatWereThere() {
        LeftRightMap<String, Integer> map =
                LeftRightMap.<String, Integer>builder()
                        .backing(() -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
                        .build();
        WriteHandle<String, Integer> writer = map.writer();
        writer.putAll(Map.of("tea", 1, "milk", 2, "beer", 3, "rum", 4));
        writer.refresh();
        writer.remove("TEA");
        writer.put("Tea", 5);
        writer.remove("MILK");
        writer.put("BEER", 6);
        assertThat(writer.discard()).isEqualTo(4);
        writer.put("gin", 7);
        writer.refresh();
        assertThat(map.snapshot().keySet()).containsExactly("beer", "gin", "milk", "rum", "tea");
    }

    @Test
    void discardDoesNotPutAKeyOfAnotherClassBack() {
        LeftRightMap<ArrayList<String>, Integer> map = LeftRightMap.create();
        for (int i = 0; i < 10; i++) {
            ArrayList<String> key = new ArrayList<>(List.of("k" + i));
            map.writer().put(key, i);
        }
        map.writer().refresh();
        assertThat(map.writer().remove(List.of("k3"))).isEqualTo(3);
        map.writer().discard();
        map.writer().put(new ArrayList<>(List.of("k11")), 11);
        map.writer().refresh();
        assertThat(map.snapshot().keySet()).hasSize(11).hasOnlyElementsOfType(ArrayList.class);
    }

    @Test
    void singleReadsAreLiveInsideASection() {
        for (LeftRightMap<String, Integer> map : List.of(hashed, ordered)) {
            map.writer().batch(w -> w.put("a", 1));
            try (Actor other = new Actor("writer");
                    MapView<String, Integer> view = map.enter()) {
                other.call(() -> map.writer().batch(w -> w.put("b", 2)));
                assertThat(view.size()).isEqualTo(1);
                assertThat(map.get("b")).isEqualTo(2);
                assertThat(map.size()).isEqualTo(2);
                assertThat(map.asMap()).hasSize(2);
            }
        }
    }
}
