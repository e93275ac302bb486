// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The targets of reads. */
final class ReadRows {
    private static final List<String> ALL_IDS = List.of("SEQUENTIAL", "STRIDED", "RANDOM");

    private final Scale scale;

    ReadRows(Scale scale) {
        this.scale = scale;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(
                new Row(
                        1,
                        "`LeftRightLongMap.get` to `ConcurrentHashMap<Long, V>.get`",
                        "at most 0.7 in every cell",
                        longGets("CONCURRENT_HASH_MAP", Bound.atMost(0.7))));
        List<Check> toVolatile = longGets("VOLATILE_TABLE", Bound.atMost(1.15));
        toVolatile.addAll(longGets("LONG_TABLE", Bound.NONE));
        rows.add(
                new Row(
                        2,
                        "`LeftRightLongMap.get` to the same table behind a volatile reference",
                        "at most 1.15; to the table alone reported",
                        toVolatile));
        rows.add(
                new Row(
                        3,
                        "`LeftRightMap<String, V>.get` to `ConcurrentHashMap<String, V>.get`",
                        "at most 0.9 in every cell",
                        stringGets()));
        rows.add(
                new Row(
                        4,
                        "a section of 16 gets to 16 gets on a plain table",
                        "at most 1.3 in a small map, 1.1 in a large one",
                        sections()));
        if (Runtime.version().feature() >= 21) {
            rows.add(
                    new Row(
                            5,
                            "reads on a virtual thread; a section without a handle",
                            "get at most 1.05 of that on a platform thread; a section at most 1.3"
                                    + " (platform) and 2 (virtual) of one by handle",
                            virtualThreads()));
        }
        rows.add(
                new Row(
                        11,
                        "two reader threads to one, divided by the same of the plain table",
                        "at least 0.97",
                        scaling()));
        rows.add(
                new Row(
                        15,
                        "lookups repeated in a section while batches of 10,000 ops land back to"
                                + " back",
                        "less than one in 10,000",
                        fallbacks()));
        rows.add(
                new Row(
                        16,
                        "`ProductCatalog` to a pair of `ConcurrentHashMap`s",
                        "at most 0.75, a product by id in maps of all sizes, and all products of a"
                                + " catalog of 1,000",
                        catalog()));
        return rows;
    }

    private List<Check> longGets(String peer, Bound bound) {
        List<Check> checks = new ArrayList<>();
        for (int n : scale.all()) {
            for (String ids : ALL_IDS) {
                Function<String, Sample> get = map -> longGet(map, n, ids).take(Metric.THREADS);
                checks.add(
                        Check.ratio(
                                size(n) + ", " + ids + ", to " + peer,
                                get.apply("LEFT_RIGHT"),
                                get.apply(peer),
                                bound));
            }
        }
        return checks;
    }

    private static Cell longGet(String map, int n, String ids) {
        return Cell.of("LongGetBenchmark.hit", "map", map, "ids", ids).with("n", n).heapFor(n);
    }

    private List<Check> stringGets() {
        List<Check> checks = new ArrayList<>();
        for (int n : List.of(scale.small(), scale.medium(), scale.million())) {
            for (String queries : List.of("SAME", "EQUAL", "MISS")) {
                Function<String, Sample> get =
                        map ->
                                Cell.of("StringGetBenchmark.get", "map", map, "queries", queries)
                                        .with("n", n)
                                        .heapFor(n)
                                        .take(Metric.THREADS);
                checks.add(
                        Check.ratio(
                                size(n) + ", " + queries,
                                get.apply("LEFT_RIGHT"),
                                get.apply("CONCURRENT_HASH_MAP"),
                                Bound.atMost(0.9)));
            }
        }
        return checks;
    }

    private List<Check> sections() {
        List<Check> checks = new ArrayList<>();
        for (int n : List.of(scale.small(), scale.large())) {
            Bound bound = Bound.atMost(n == scale.small() ? 1.3 : 1.1);
            Sample plain = section("sixteenPlain", n).take(Metric.THREADS);
            for (String method : List.of("sixteenRead", "sixteenReadByHandle", "sixteenLookups")) {
                checks.add(
                        Check.ratio(
                                size(n) + ", " + method,
                                section(method, n).take(Metric.THREADS),
                                plain,
                                method.equals("sixteenLookups") ? Bound.NONE : bound));
            }
        }
        return checks;
    }

    private static Cell section(String method, int n) {
        return Cell.of("SectionBenchmark." + method, "ids", "RANDOM").with("n", n).heapFor(n);
    }

    private List<Check> virtualThreads() {
        int n = scale.small();
        Cell get = longGet("LEFT_RIGHT", n, "RANDOM");
        Cell section = section("oneRead", n);
        Sample byHandle = section("oneReadByHandle", n).take(Metric.JVM);
        return List.of(
                Check.ratio(
                        "get, virtual to platform",
                        get.onVirtualThread().take(Metric.JVM),
                        get.take(Metric.JVM),
                        Bound.atMost(1.05)),
                Check.ratio(
                        "section of one get, platform to by handle",
                        section.take(Metric.JVM),
                        byHandle,
                        Bound.atMost(1.3)),
                Check.ratio(
                        "section of one get, virtual to by handle",
                        section.onVirtualThread().take(Metric.JVM),
                        byHandle,
                        Bound.atMost(2)));
    }

    private List<Check> scaling() {
        List<Check> checks = new ArrayList<>();
        for (int n : List.of(scale.small(), scale.medium())) {
            Cell ours = longGet("LEFT_RIGHT", n, "RANDOM");
            Cell plain = longGet("LONG_TABLE", n, "RANDOM");
            checks.add(
                    new Check(
                            size(n) + ", RANDOM; one, two threads; plain table likewise",
                            List.of(
                                    ours.take(Metric.ELAPSED),
                                    ours.threads(2).take(Metric.ELAPSED),
                                    plain.take(Metric.ELAPSED),
                                    plain.threads(2).take(Metric.ELAPSED)),
                            m -> m[0] / m[1] / (m[2] / m[3]),
                            Bound.atLeast(0.97)));
        }
        return checks;
    }

    private List<Check> fallbacks() {
        int n = scale.million();
        Cell cell =
                Cell.of("FallbackBenchmark.besideBatches", "ids", "RANDOM", "d", "10000")
                        .with("n", n)
                        .threads(2)
                        .heapFor(n);
        return List.of(
                new Check(
                        size(n) + ", repeated, all",
                        List.of(cell.take(Metric.FALLBACKS), cell.take(Metric.LOOKUPS)),
                        medians -> medians[0] / medians[1],
                        Bound.atMost(1e-4)));
    }

    private List<Check> catalog() {
        List<Check> checks = new ArrayList<>();
        for (int n : scale.all()) {
            for (String ids : List.of("SEQUENTIAL", "RANDOM")) {
                checks.add(catalog("product", n, ids));
            }
        }
        checks.add(catalog("visit", scale.small(), "RANDOM"));
        checks.add(catalog("visit", scale.medium(), "RANDOM"));
        return checks;
    }

    private static Check catalog(String method, int n, String ids) {
        Cell cell = Cell.of("CatalogReadBenchmark." + method, "ids", ids).with("n", n).heapFor(n);
        return Check.ratio(
                method + ", " + size(n) + ", " + ids,
                cell.with("map", "LEFT_RIGHT").take(Metric.THREADS),
                cell.with("map", "CONCURRENT_HASH_MAPS").take(Metric.THREADS),
                Bound.atMost(0.75));
    }

    static String size(int n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
