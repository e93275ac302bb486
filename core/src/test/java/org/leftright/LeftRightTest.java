// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A left-right over a state of one's own. */
class LeftRightTest {
    private final LeftRight<ArrayList<String>> list =
            LeftRight.create(new ArrayList<>(), ArrayList::new);

    private void add(String name) {
        list.write(state -> state.add(name));
    }

    @Test
    void whatIsWrittenIsHiddenUntilRefresh() {
        add("a");
        assertThat(list.pendingOpCount()).isEqualTo(1);
        assertThat(list.<Integer>read(ArrayList::size)).isZero();
        assertThat(list.<Integer>pending(ArrayList::size)).isEqualTo(1);
        assertThat(list.refresh()).isEqualTo(1);
        assertThat(list.<String>read(state -> state.get(0))).isEqualTo("a");
        assertThat(list.lookupInt(ArrayList::size)).isEqualTo(1);
        assertThat(list.pendingOpCount()).isZero();
    }

    @Test
    void writeReturnsTheResultOfTheFirstApply() {
        List<Integer> applies = new ArrayList<>();
        String result =
                list.write(
                        state -> {
                            applies.add(state.size());
                            state.add("a");
                            return "size was " + (state.size() - 1);
                        });
        list.refresh();
        assertThat(result).isEqualTo("size was 0");
        assertThat(applies).as("once for each side, each empty").containsExactly(0, 0);
    }

    @Test
    void bothSidesGetEveryOp() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            add("n" + i);
            expected.add("n" + i);
            list.refresh();
            assertThat(list.<List<String>>read(List::copyOf)).isEqualTo(expected);
        }
        assertThat(list.stats().cloneCount()).as("the first hidden side").isEqualTo(1);
        assertThat(list.stats().replayedOpCount()).isEqualTo(30);
    }

    @Test
    void lookupsReadWhatIsLive() {
        LeftRight<HashMap<Object, String>> map = LeftRight.create(new HashMap<>(), HashMap::new);
        map.write(state -> state.put(1L, "one"));
        map.write(state -> state.put("k", "two"));
        assertThat(map.<String>lookup(1L, (state, key) -> state.get(key))).isNull();
        map.refresh();
        assertThat(map.<String>lookup(1L, (state, key) -> state.get(key))).isEqualTo("one");
        assertThat(map.<String, String>lookup("k", (state, key) -> state.get(key)))
                .isEqualTo("two");
    }

    @Test
    void aLookupThatThrowsWithoutARaceThrows() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> list.lookup(7, (state, key) -> state.get((int) key)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> list.lookupInt(state -> state.get(7).length()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        add("a");
        list.refresh();
        add("b");
        assertThat(list.stats().abandonCount()).as("no epoch was left odd").isZero();
    }

    @Test
    void sectionsSeeOneVersion() {
        add("a");
        list.refresh("att");
        try (Actor other = new Actor("writer");
                Section<ArrayList<String>> outer = list.enter();
                Reader<ArrayList<String>> reader = list.reader();
                Section<ArrayList<String>> ofHandle = reader.enter()) {
            other.run(
                    () -> {
                        add("b");
                        list.refresh("att2");
                    });
            try (Section<ArrayList<String>> inner = list.enter();
                    Section<ArrayList<String>> innerOfHandle = reader.enter()) {
                assertThat(inner.state()).containsExactly("a").isSameAs(outer.state());
                assertThat(innerOfHandle.state()).isSameAs(ofHandle.state());
            }
            assertThat(outer.version()).isEqualTo(1);
            assertThat(ofHandle.version()).isEqualTo(1);
            assertThat(outer.attachment()).isEqualTo("att");
            assertThat(outer.refreshTime()).isBeforeOrEqualTo(list.refreshTime());
            assertThat(list.version()).isEqualTo(2);
            assertThat(list.attachment()).isEqualTo("att2");
            assertThat(list.lookupInt(ArrayList::size)).as("a lookup is live").isEqualTo(2);
        }
        try (Reader<ArrayList<String>> reader = list.reader()) {
            assertThat(reader.<Integer>read(ArrayList::size)).isEqualTo(2);
        }
    }

    @Test
    void readEndsTheSectionsThatItsFunctionLeftOpen() {
        list.read(state -> list.enter().version());
        add("a");
        list.refresh();
        add("b");
        assertThat(list.refresh()).isEqualTo(2);
        assertThat(list.stats().abandonCount()).isZero();
    }

    @Test
    void aBatchRefreshesOrDiscards() {
        assertThat(list.batch("att", () -> add("a"))).isEqualTo(1);
        assertThatThrownBy(
                        () ->
                                list.batch(
                                        () -> {
                                            add("b");
                                            throw new IllegalArgumentException("mine");
                                        }))
                .hasMessage("mine");
        assertThat(list.<List<String>>pending(List::copyOf)).containsExactly("a");
        assertThat(list.batch(() -> add("c"))).isEqualTo(2);
        assertThat(list.<List<String>>read(List::copyOf)).containsExactly("a", "c");
        assertThat(list.attachment()).isEqualTo("att");
    }

    @Test
    void discardClonesTheLiveStateUnlessTheOpsCanBeUndone() {
        LeftRight<HashMap<String, Integer>> map = LeftRight.create(new HashMap<>(), HashMap::new);
        map.write(state -> state.put("a", 1));
        map.refresh();
        long clones = map.stats().cloneCount();
        map.write(new Put("a", 2)); // more might take 10 ms on a busy machine
        assertThat(map.discard()).isEqualTo(1);
        assertThat(map.<Map<String, Integer>>pending(Map::copyOf)).isEqualTo(Map.of("a", 1));
        assertThat(map.stats().cloneCount()).as("undone").isEqualTo(clones);
        map.write(new Put("a", 2));
        map.write(state -> state.put("c", 4));
        assertThat(map.discard()).isEqualTo(2);
        assertThat(map.<Map<String, Integer>>pending(Map::copyOf)).isEqualTo(Map.of("a", 1));
        assertThat(map.stats().cloneCount()).as("cloned").isEqualTo(clones + 1);
    }

    /** An op whose undo costs more than anybody expects. */
    private record SlowToUndo(AtomicInteger undoneCount)
            implements Op<Map<String, Integer>, Integer> {
        @Override
        public Integer apply(Map<String, Integer> state) {
            return state.merge("a", 1, Integer::sum);
        }

        @Override
        public boolean undo(Map<String, Integer> hidden, Map<String, Integer> live) {
            undoneCount.incrementAndGet();
            long fromNs = System.nanoTime();
            while (System.nanoTime() - fromNs < 20_000_000) {
                LockSupport.parkNanos(20_000_000);
            }
            hidden.put("a", live.get("a"));
            return true;
        }
    }

    @Test
    void aDiscardOfOpsThatAreSlowToUndoLeavesTheRestToAClone() {
        LeftRight<HashMap<String, Integer>> map = LeftRight.create(new HashMap<>(), HashMap::new);
        map.write(new Put("a", 1));
        map.refresh();
        AtomicInteger undoneCount = new AtomicInteger();
        for (int i = 0; i < 16; i++) {
            map.write(new SlowToUndo(undoneCount));
        }
        long clones = map.stats().cloneCount();
        assertThat(map.discard()).isEqualTo(16);
        assertThat(undoneCount.get()).isEqualTo(1);
        assertThat(map.<Map<String, Integer>>pending(Map::copyOf)).isEqualTo(Map.of("a", 1));
        assertThat(map.stats().cloneCount()).isEqualTo(clones + 1);
        map.write(new SlowToUndo(undoneCount));
        assertThat(map.refresh()).isEqualTo(2);
        assertThat(map.<Integer>read(state -> state.get("a"))).isEqualTo(2);
    }

    private record Put(String key, int value) implements Op<Map<String, Integer>, Integer> {
        @Override
        public Integer apply(Map<String, Integer> state) {
            return state.put(key, value);
        }

        @Override
        public boolean undo(Map<String, Integer> hidden, Map<String, Integer> live) {
            if (live.containsKey(key)) {
                hidden.put(key, live.get(key));
            } else {
                hidden.remove(key);
            }
            return true;
        }
    }
}
