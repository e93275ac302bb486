// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Snapshots, which never change, and the live map view, which always does. */
class SnapshotTest {
    private final LeftRightMap<String, Integer> map = LeftRightMap.create();
    private final WriteHandle<String, Integer> writer = map.writer();

    private void given(String key, int value) {
        writer.put(key, value);
        writer.refresh();
    }

    @Test
    void aSnapshotOutlivesAllRefreshes() {
        given("tea", 0);
        Map<Integer, Map<String, Integer>> taken = new HashMap<>();
        for (int i = 1; i <= 20; i++) {
            given("tea", i);
            if (i % 3 == 0) {
                taken.put(i, map.snapshot());
            }
        }
        assertThat(taken)
                .hasSize(6)
                .allSatisfy(
                        (i, snapshot) -> assertThat(snapshot).hasSize(1).containsEntry("tea", i));
    }

    @Test
    void aSnapshotCostsOneCloneOnly() {
        for (int i = 0; i < 100; i++) {
            writer.put("k" + i, i);
        }
        writer.refresh();
        writer.put("k1", -1);
        writer.refresh();
        long clones = map.stats().cloneCount();
        Map<String, Integer> snapshot = map.snapshot();
        for (int i = 0; i < 10; i++) {
            given("tea", i);
        }
        assertThat(map.stats().cloneCount()).isEqualTo(clones + 1);
        assertThat(map.stats().abandonCount()).isZero();
        assertThat(snapshot).hasSize(100).doesNotContainKey("tea");
    }

    @Test
    void aSnapshotTakenInASectionIsOfThatVersion() {
        given("tea", 1);
        Map<String, Integer> snapshot;
        try (Actor other = new Actor("writer");
                MapView<String, Integer> view = map.enter()) {
            other.run(() -> given("tea", 2));
            snapshot = view.snapshot();
            assertThat(map.snapshot()).containsEntry("tea", 1);
        }
        given("tea", 3);
        given("tea", 4);
        assertThat(snapshot).containsEntry("tea", 1).hasSize(1);
    }

    @Test
    void asMapShowsWhatIsLive() {
        Map<String, Integer> live = map.asMap();
        assertThat(live).isEmpty();
        given("tea", 1);
        assertThat(live).isEqualTo(Map.of("tea", 1));
        Iterator<Map.Entry<String, Integer>> iterator = live.entrySet().iterator();
        given("tea", 2);
        given("milk", 3);
        assertThat(live).containsEntry("tea", 2).hasSize(2);
        assertThat(live.getOrDefault("beer", 9)).isEqualTo(9);
        assertThat(iterator.next())
                .as("an iterator sees one version")
                .isEqualTo(Map.entry("tea", 1));
        assertThat(iterator).isExhausted();
        assertThatThrownBy(() -> live.put("beer", 4))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(live::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> live.remove("tea"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void asMapOfLongKeysKnowsNoOtherKeys() {
        LeftRightLongMap<String> byId = LeftRightLongMap.create();
        byId.writer().batch(w -> w.put(1, "a"));
        Map<Long, String> live = byId.asMap();
        assertThat(live.get(1L)).isEqualTo("a");
        assertThat(live.get(1)).as("an Integer").isNull();
        assertThat(live.containsKey("1")).isFalse();
        assertThat(byId.snapshot().get("not a long")).isNull();
        assertThat(live).isEqualTo(Map.of(1L, "a"));
    }
}
