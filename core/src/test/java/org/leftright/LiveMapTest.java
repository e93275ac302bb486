// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code asMap()} and {@code snapshot()} promise beyond single reads. */
class LiveMapTest {
    /** A map whose values are all the number of the version, which has 1,000 and more entries. */
    private record Versions(
            Map<Long, Long> asMap,
            Supplier<Map<Long, Long>> snapshots,
            Supplier<Stats> figures,
            Runnable writer) {
        static Versions ofObjectKeys() {
            LeftRightMap<Long, Long> map = LeftRightMap.create();
            return new Versions(
                    map.asMap(),
                    map::snapshot,
                    map::stats,
                    () -> map.writer().batch(w -> refill(w::clear, w::put, map.version() + 1)));
        }

        static Versions ofLongKeys() {
            LeftRightLongMap<Long> map = LeftRightLongMap.create();
            return new Versions(
                    map.asMap(),
                    map::snapshot,
                    map::stats,
                    () -> map.writer().batch(w -> refill(w::clear, w::put, map.version() + 1)));
        }

        Map<Long, Long> snapshot() {
            return snapshots.get();
        }

        Stats stats() {
            return figures.get();
        }

        /** The next version holds other keys, and another number of them. */
        void refresh() {
            writer.run();
        }
    }

    private static long sizeOf(long version) {
        return 1_000 + version * 37 % 500;
    }

    private static void refill(Runnable clear, BiConsumer<Long, Long> put, long version) {
        clear.run();
        for (long key = 0; key < sizeOf(version); key++) {
            put.accept(key + version % 7 * 250, version);
        }
    }

    static Stream<Named<Versions>> maps() {
        return Stream.of(
                Named.of("object keys", Versions.ofObjectKeys()),
                Named.of("long keys", Versions.ofLongKeys()));
    }

    private static void assertOneVersion(Stream<?> values) {
        List<?> all = values.toList();
        assertThat(all).isNotEmpty().doesNotContainNull();
        long version = (Long) all.get(0);
        assertThat(all).allMatch(value -> value.equals(version));
        assertThat(all).hasSize((int) sizeOf(version));
    }

    private static Stream<Long> valuesOf(Collection<Map.Entry<Long, Long>> entries) {
        return entries.stream().map(Map.Entry::getValue);
    }

    /** Each shows the values that it has read. */
    private static List<Function<Map<Long, Long>, Stream<?>>> bulkReads() {
        return List.of(
                map -> map.values().stream(),
                map -> map.values().parallelStream(),
                map -> map.values().stream().toList().stream(),
                map -> Arrays.stream(map.values().toArray()),
                map -> Arrays.stream(map.values().toArray(new Long[0])),
                map ->
                        Arrays.stream(map.values().toArray(new Long[1_200]))
                                .filter(Objects::nonNull),
                map -> Arrays.stream(map.values().toArray(Long[]::new)),
                map -> Arrays.stream(map.entrySet().toArray()).map(e -> value((Map.Entry<?, ?>) e)),
                map -> map.entrySet().stream().map(Map.Entry::getValue),
                map -> List.copyOf(map.values()).stream(),
                map -> new HashMap<>(map).values().stream(),
                map -> new TreeMap<>(map).values().stream(),
                map -> Map.copyOf(map).values().stream(),
                map -> valuesOf(Set.copyOf(map.entrySet())),
                map -> valuesOf(new HashSet<>(map.entrySet())),
                LiveMapTest::valuesByForEach);
    }

    private static Object value(Map.Entry<?, ?> entry) {
        return Objects.requireNonNull(entry.getValue());
    }

    private static Stream<?> valuesByForEach(Map<Long, Long> map) {
        Stream.Builder<Long> values = Stream.builder();
        map.forEach((key, value) -> values.add(value));
        return values.build();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void eachBulkReadSeesOneVersionWhileAWriterRefreshes(Versions versions) throws Exception {
        versions.refresh();
        AtomicBoolean ending = new AtomicBoolean();
        AtomicLong refreshCount = new AtomicLong();
        Thread writer =
                new Thread(
                        () -> {
                            while (!ending.get()) {
                                versions.refresh();
                                refreshCount.incrementAndGet();
                            }
                        });
        writer.start();
        try {
            Map<Long, Long> live = versions.asMap();
            for (int round = 0; round < 30 || refreshCount.get() < 100; round++) {
                for (Function<Map<Long, Long>, Stream<?>> read : bulkReads()) {
                    assertOneVersion(read.apply(live));
                }
                assertThat(live.keySet().stream().sorted().toList()).doesNotContainNull();
                assertThat(live.equals(live)).isTrue();
            }
        } finally {
            ending.set(true);
            writer.join();
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void aSpliteratorHasTheSizeOfItsOwnVersion(Versions versions) {
        versions.refresh();
        for (Function<Map<Long, Long>, Spliterator<?>> part :
                List.<Function<Map<Long, Long>, Spliterator<?>>>of(
                        map -> map.values().spliterator(),
                        map -> map.keySet().spliterator(),
                        map -> map.entrySet().spliterator())) {
            Spliterator<?> spliterator = part.apply(versions.asMap());
            versions.refresh();
            long size = spliterator.getExactSizeIfKnown();
            versions.refresh();
            AtomicLong count = new AtomicLong();
            spliterator.forEachRemaining(element -> count.incrementAndGet());
            assertThat(count.get()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void whatEndsWithTheCallKeepsNoSide(Versions versions) {
        versions.refresh();
        versions.refresh();
        long cloneCount = versions.stats().cloneCount();
        Map<Long, Long> live = versions.asMap();
        for (int i = 0; i < 5; i++) {
            Map<Long, Long> copy = new HashMap<>();
            live.forEach(copy::put);
            assertThat(live.containsValue(-1L)).isFalse();
            assertThat(live.hashCode()).isEqualTo(copy.hashCode());
            assertThat(live.toString()).hasSameSizeAs(copy.toString());
            assertThat(live.equals(copy)).isTrue();
            assertThat(live.entrySet().equals(copy.entrySet())).isTrue();
            assertThat(live.keySet().containsAll(copy.keySet())).isTrue();
            assertThat(live.entrySet().contains(Map.entry(-1L, 1L))).isFalse();
            live.forEach((key, value) -> {});
            live.values().forEach(value -> {});
            assertThat(live.values().toArray()).hasSize(copy.size());
            versions.refresh();
        }
        assertThat(versions.stats().cloneCount()).isEqualTo(cloneCount);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void entriesAreFoundByTheirKeys(Versions versions) {
        versions.refresh();
        Map<Long, Long> before = versions.snapshot();
        versions.refresh();
        for (Map<Long, Long> after : List.of(versions.snapshot(), versions.asMap())) {
            ComparedEntry absent = new ComparedEntry(-1);
            assertThat(after.entrySet().contains(absent)).isFalse();
            assertThat(after.entrySet().containsAll(List.of(absent))).isFalse();
            assertThat(absent.equalsCount).as("entries that it was compared with").isZero();

            Set<Map.Entry<Long, Long>> changed = new HashSet<>(after.entrySet());
            changed.removeAll(before.entrySet());
            assertThat(changed).hasSize(after.size());
            assertThat(after.entrySet().contains(Map.entry(600L, 2L))).isTrue();
            assertThat(after.entrySet().contains(Map.entry(600L, 1L))).isFalse();
            assertThat(after.entrySet().contains("no entry")).isFalse();
        }
    }

    private static final class ComparedEntry extends AbstractMap.SimpleEntry<Long, Long> {
        private static final long serialVersionUID = 1;
        private int equalsCount;

        ComparedEntry(long key) {
            super(key, key);
        }

        @Override
        public boolean equals(Object other) {
            equalsCount++;
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void noViewCanBeWritten(Versions versions) {
        versions.refresh();
        assertThat(versions.asMap()).containsKey(600L).doesNotContainKey(-1L);
        for (Map<Long, Long> map : List.of(versions.asMap(), versions.snapshot())) {
            List<Runnable> writes =
                    List.of(
                            map::clear,
                            () -> map.keySet().clear(),
                            () -> map.values().clear(),
                            () -> map.entrySet().clear(),
                            () -> map.remove(map.keySet().iterator().next()),
                            () -> map.put(1L, 1L),
                            () -> map.values().removeIf(value -> true),
                            () -> map.entrySet().removeAll(List.copyOf(map.entrySet())),
                            () -> map.entrySet().iterator().next().setValue(0L),
                            // and what would change nothing
                            () -> map.remove(-1L),
                            () -> map.remove(600L, 9L),
                            () -> map.putAll(Map.of()),
                            () -> map.putIfAbsent(600L, 1L),
                            () -> map.replace(-1L, 1L),
                            () -> map.replace(600L, 9L, 9L),
                            () -> map.replaceAll((key, value) -> value),
                            () -> map.computeIfAbsent(600L, key -> 1L),
                            () -> map.computeIfPresent(-1L, (key, value) -> value),
                            () -> map.compute(-1L, (key, value) -> null),
                            () -> map.merge(600L, 1L, (value, other) -> value),
                            () -> map.keySet().remove(-1L),
                            () -> map.keySet().removeIf(key -> false),
                            () -> map.values().remove(-1L),
                            () -> map.values().retainAll(List.copyOf(map.values())),
                            () -> map.entrySet().removeAll(List.of()));
            for (Runnable write : writes) {
                assertThatThrownBy(write::run).isInstanceOf(UnsupportedOperationException.class);
            }
            assertThat(map).hasSize((int) sizeOf(1));
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void aSnapshotIsSerialized(Versions versions) throws Exception {
        versions.refresh();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(versions.snapshot());
        Object read =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(read).isEqualTo(versions.snapshot());
        assertThatThrownBy(() -> ((Map<?, ?>) read).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aLoadThatNoTableCouldHoldIsRefused() {
        LeftRightMap<Long, Long> byObject = LeftRightMap.create();
        LeftRightLongMap<Long> byLong = LeftRightLongMap.create();
        byObject.writer().put(1L, 1L);
        byLong.writer().put(1L, 1L);
        for (int count : new int[] {-1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> byObject.writer().load(count, sink -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expectedCount")
                    .hasMessageContaining("" + count);
            assertThatThrownBy(() -> byLong.writer().load(count, sink -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expectedCount")
                    .hasMessageContaining("" + count);
        }
        assertThat(byObject.writer().pendingOpCount()).isOne();
        assertThat(byLong.writer().pendingOpCount()).isOne();
    }
}
