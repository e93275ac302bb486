// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.MapFeature;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guava's suites for {@code java.util.Map}: on the maps that a user gets, and, through maps made
 * for this test that refresh after each write, on the tables and the writes.
 *
 * <p>The features that are declared say what the suites expect. None declares {@code
 * FAILS_FAST_ON_CONCURRENT_MODIFICATION}: the iterators see one version whatever is written, or, in
 * the maps made for this test, a copy. Nor {@code SERIALIZABLE}: a snapshot is, and {@code
 * LiveMapTest} reads one back, but the others are not.
 */
class MapSuitesTest {
    /** What a map that can be written to supports; nothing of it for a read-only one. */
    private static final List<Feature<?>> WRITES =
            List.of(MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE);

    /** HashMap takes nulls. The own table refuses them, also in queries, as the suites allow. */
    private static final List<Feature<?>> NULLS =
            List.of(
                    MapFeature.ALLOWS_NULL_KEYS,
                    MapFeature.ALLOWS_NULL_VALUES,
                    MapFeature.ALLOWS_ANY_NULL_QUERIES);

    /** A null key is no Long, so it has no value, as any other object that is no Long. */
    private static final List<Feature<?>> NULL_QUERIES =
            List.of(MapFeature.ALLOWS_ANY_NULL_QUERIES);

    /** TreeMap iterates in the order of the keys. It takes null values, but no null keys. */
    private static final List<Feature<?>> ORDER =
            List.of(
                    CollectionFeature.KNOWN_ORDER,
                    MapFeature.ALLOWS_NULL_VALUES,
                    MapFeature.ALLOWS_NULL_VALUE_QUERIES);

    /** No suite is smaller than this: one that has lost its tests is noticed. */
    private static final int AT_LEAST = 500;

    private static Stream<TestSuite> suites() {
        return Stream.of(readOnly(), written(), tables()).flatMap(suites -> suites);
    }

    private static Stream<TestSuite> readOnly() {
        return Stream.of(
                strings("snapshot", List.of(), e -> filled(LeftRightMap.create(), e).snapshot()),
                strings("asMap", List.of(), e -> filled(LeftRightMap.create(), e).asMap()),
                longs("snapshot, long keys", NULL_QUERIES, e -> filledLongs(e).snapshot()),
                longs("asMap, long keys", NULL_QUERIES, e -> filledLongs(e).asMap()));
    }

    private static Stream<TestSuite> written() {
        return Stream.of(
                strings("writes", WRITES, e -> put(e, new RefreshedMap<>(LeftRightMap.create()))),
                longs(
                        "writes, long keys",
                        and(WRITES, NULL_QUERIES),
                        e -> put(e, new RefreshedLongMap<>(LeftRightLongMap.create()))));
    }

    private static Stream<TestSuite> tables() {
        return Stream.of(
                strings("ObjectTable", WRITES, e -> put(e, new ObjectTableMap<>())),
                longs("LongTable", and(WRITES, NULL_QUERIES), e -> put(e, new LongTableMap<>())));
    }

    private static <K, V> LeftRightMap<K, V> filled(
            LeftRightMap<K, V> map, List<Map.Entry<K, V>> entries) {
        map.writer().batch(w -> entries.forEach(e -> w.put(e.getKey(), e.getValue())));
        return map;
    }

    private static <V> LeftRightLongMap<V> filledLongs(List<Map.Entry<Long, V>> entries) {
        LeftRightLongMap<V> map = LeftRightLongMap.create();
        map.writer().batch(w -> entries.forEach(e -> w.put(e.getKey(), e.getValue())));
        return map;
    }

    private static <K, V> Map<K, V> put(List<Map.Entry<K, V>> entries, Map<K, V> map) {
        entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }

    private static List<Feature<?>> and(List<Feature<?>> some, List<Feature<?>> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static TestSuite strings(
            String name,
            List<Feature<?>> features,
            Function<List<Map.Entry<String, String>>, Map<String, String>> maker) {
        return suite(name, features, MapGenerator.ofStrings(maker));
    }

    private static TestSuite longs(
            String name,
            List<Feature<?>> features,
            Function<List<Map.Entry<Long, String>>, Map<Long, String>> maker) {
        return suite(name, features, MapGenerator.ofLongs(maker));
    }

    private static <K extends Comparable<K>> TestSuite suite(
            String name, List<Feature<?>> features, MapGenerator<K> generator) {
        return MapTestSuiteBuilder.using(generator)
                .named(name)
                .withFeatures(CollectionSize.ANY)
                .withFeatures(features)
                .createTestSuite();
    }

    @TestFactory
    Stream<DynamicContainer> guavasSuites() {
        return suites().map(
                        suite -> {
                            List<DynamicTest> tests = testsOf(suite).map(this::dynamic).toList();
                            assertThat(tests.size()).as(suite.getName()).isGreaterThan(AT_LEAST);
                            return DynamicContainer.dynamicContainer(suite.getName(), tests);
                        });
    }

    private static Stream<TestCase> testsOf(Test test) {
        return test instanceof TestSuite suite
                ? Collections.list(suite.tests()).stream().flatMap(MapSuitesTest::testsOf)
                : Stream.of((TestCase) test);
    }

    private DynamicTest dynamic(TestCase test) {
        return DynamicTest.dynamicTest(test.getName(), test::runBare);
    }

    /** What the suites have to find: a suite that cannot fail proves nothing. */
    static Stream<TestSuite> broken() {
        return Stream.of(
                strings("can be changed", List.of(), e -> put(e, new HashMap<>())),
                strings(
                        "cannot be changed",
                        WRITES,
                        e -> filled(LeftRightMap.create(), e).snapshot()),
                strings("takes no nulls", NULLS, e -> filled(LeftRightMap.create(), e).snapshot()),
                strings("has no order", ORDER, e -> filled(LeftRightMap.create(), e).asMap()),
                strings("returns no old value", WRITES, e -> put(e, new Forgetful<>())));
    }

    private static final class Forgetful<K, V> extends ObjectTableMap<K, V> {
        @Override
        public @Nullable V put(K key, V value) {
            super.put(key, value);
            return null;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void theSuitesFindABrokenMap(TestSuite suite) {
        TestResult result = new TestResult();
        suite.run(result);
        assertThat(result.failureCount() + result.errorCount()).isPositive();
    }
}
