// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.leftright.bench.AllocationBenchmark;

/** The targets of writes, of memory, and of reads beside writes. */
final class WriteRows {
    private final Scale scale;

    WriteRows(Scale scale) {
        this.scale = scale;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(
                new Row(
                        6,
                        "refresh of a batch of 1,000 ops on both sides of a large map",
                        "at most 2.5 times the ops on one plain table; 1,000 times less than"
                                + " copying a `HashMap`; to cloning the bare arrays reported",
                        refresh()));
        rows.add(
                new Row(
                        7,
                        "replay or clone, from few ops to as many as entries",
                        "at most 1.2 times the better of the two",
                        replayOrClone()));
        rows.add(
                new Row(
                        9,
                        "heap of both sides to that of one `ConcurrentHashMap<Long, V>`, values not"
                                + " counted",
                        "at most 1, averaged over a growth cycle, and of a large map",
                        memory()));
        rows.add(
                new Row(
                        10,
                        "allocation",
                        "0 B for each read of any kind and each write of a long key (less than 4 B:"
                                + " the least object takes 8), O(1) for a refresh",
                        allocation()));
        rows.add(
                new Row(
                        12,
                        "puts into an empty `ConcurrentHashMap<Long, V>` to start-up load of both"
                                + " sides",
                        "at least 2",
                        load()));
        rows.add(
                new Row(
                        13,
                        "one id added to a catalog, to adding it to a plain `LongHashSet`",
                        "at most 2.5 at either size",
                        catalogWrites()));
        rows.add(
                new Row(
                        14,
                        "refresh with many read handles: ns for each handle",
                        "linear",
                        handles()));
        return rows;
    }

    private List<Check> refresh() {
        Sample leftRight = refresh("leftRight");
        Sample plain = refresh("plainTable");
        return List.of(
                Check.ratio("to 1,000 ops on one plain table", leftRight, plain, Bound.atMost(2.5)),
                Check.ratio(
                        "the ops written one by one, to the same",
                        refresh("leftRightOneByOne"),
                        plain,
                        Bound.NONE),
                Check.ratio(
                        "copying a `HashMap` to it",
                        refresh("copyOfHashMap"),
                        leftRight,
                        Bound.atLeast(1000)),
                Check.ratio(
                        "cloning the bare arrays to it",
                        refresh("copyOfTable"),
                        leftRight,
                        Bound.NONE));
    }

    private Sample refresh(String method) {
        int n = scale.large();
        Cell cell = Cell.of("RefreshBenchmark." + method).with("n", n).heapFor(n);
        return (method.startsWith("copy") ? cell.effort(Cell.Effort.LARGE_OPS) : cell)
                .take(Metric.ELAPSED);
    }

    private List<Check> replayOrClone() {
        List<Check> checks = new ArrayList<>();
        int n = scale.million();
        for (double share : new double[] {1e-6, 1e-4, 0.01, 0.05, 0.1, 0.2, 0.4, 1}) {
            int d = (int) Math.max(1, Math.round(n * share));
            Cell cell =
                    Cell.of("ReplayOrCloneBenchmark.refresh").with("n", n).with("d", d).heap("2g");
            checks.add(
                    new Check(
                            String.format(
                                    Locale.ROOT,
                                    "D = %,d, %s%% of N",
                                    d,
                                    Bound.number(share * 100)),
                            List.of(
                                    cell.with("way", "SHIPPED").take(Metric.ELAPSED),
                                    cell.with("way", "REPLAY").take(Metric.ELAPSED),
                                    cell.with("way", "CLONE").take(Metric.ELAPSED)),
                            medians -> medians[0] / Math.min(medians[1], medians[2]),
                            Bound.atMost(1.2)));
        }
        return checks;
    }

    private List<Check> memory() {
        int large = scale.large();
        int base = Math.min(1_000_000, large / 2);
        List<Check> checks = new ArrayList<>();
        List<Sample> cycle = new ArrayList<>();
        for (int point = 0; point <= 8; point++) {
            cycle.add(weight("LEFT_RIGHT", base + base / 8 * point));
        }
        for (int point = 0; point <= 8; point++) {
            cycle.add(weight("CONCURRENT_HASH_MAP", base + base / 8 * point));
        }
        checks.add(
                new Check(
                        "averaged over " + ReadRows.size(base) + " to " + ReadRows.size(2 * base),
                        cycle,
                        medians -> sum(medians, 0, 9) / sum(medians, 9, 18),
                        Bound.atMost(1)));
        checks.add(
                Check.ratio(
                        ReadRows.size(large),
                        weight("LEFT_RIGHT", large),
                        weight("CONCURRENT_HASH_MAP", large),
                        Bound.atMost(1)));
        return checks;
    }

    private static double sum(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).sum();
    }

    private static Sample weight(String map, int n) {
        return Cell.of("MemoryBenchmark.weigh", "map", map)
                .with("n", n)
                .heap("4g")
                .effort(Cell.Effort.ONCE)
                .take(Metric.BYTES);
    }

    private static List<Check> allocation() {
        List<Check> checks = new ArrayList<>();
        for (AllocationBenchmark.Read read : AllocationBenchmark.Read.values()) {
            checks.add(
                    Check.value(
                            read.name(),
                            Cell.of("AllocationBenchmark.read", "read", read.name())
                                    .heap("512m")
                                    .effort(Cell.Effort.ONCE)
                                    .take(Metric.ALLOCATED),
                            Bound.atMost(4)));
        }
        Cell batch = Cell.of("AllocationBenchmark.batch").heap("512m").effort(Cell.Effort.ONCE);
        Sample few = batch.with("d", 1).take(Metric.ALLOCATED);
        Sample many = batch.with("d", 10_000).take(Metric.ALLOCATED);
        checks.add(Check.value("a write and a refresh", few, Bound.NONE));
        checks.add(
                new Check(
                        "each write more: of batches of 10,000 and of 1",
                        List.of(many, few),
                        medians -> (medians[0] - medians[1]) / 9_999,
                        Bound.atMost(4)));
        return checks;
    }

    private List<Check> load() {
        List<Check> checks = new ArrayList<>();
        String puts = "CONCURRENT_HASH_MAP";
        checks.add(load("SEQUENTIAL", puts, "LEFT_RIGHT_LOAD", Bound.atLeast(2)));
        checks.add(load("RANDOM", puts, "LEFT_RIGHT_LOAD", Bound.atLeast(2)));
        checks.add(load("RANDOM", puts, "LEFT_RIGHT_PUTS", Bound.NONE));
        checks.add(load("RANDOM", puts, "LEFT_RIGHT_PUTS_PRESIZED", Bound.NONE));
        checks.add(load("RANDOM", puts + "_PRESIZED", "LEFT_RIGHT_LOAD", Bound.NONE));
        return checks;
    }

    private Check load(String ids, String theirs, String ours, Bound bound) {
        Cell cell = Cell.of("LoadBenchmark.fill", "ids", ids).with("n", scale.large()).heap("4g");
        return Check.ratio(
                ids + ", " + theirs + " to " + ours,
                cell.with("way", theirs).take(Metric.ELAPSED),
                cell.with("way", ours).take(Metric.ELAPSED),
                bound);
    }

    private List<Check> catalogWrites() {
        List<Check> checks = new ArrayList<>();
        for (int size : List.of(scale.small(), scale.million())) {
            Cell plain = catalogWrite("plainSet", size);
            checks.add(
                    Check.ratio(
                            "one id, then a refresh, catalog of " + ReadRows.size(size),
                            catalogWrite("one", size).take(Metric.THREADS),
                            plain.take(Metric.THREADS),
                            Bound.atMost(2.5)));
            checks.add(
                    Check.ratio(
                            "1,000 ids, then a refresh, catalog of " + ReadRows.size(size),
                            catalogWrite("many", size).take(Metric.THREADS),
                            plain.take(Metric.THREADS),
                            Bound.NONE));
        }
        checks.add(
                Check.ratio(
                        "one id and a refresh, the large catalog to the small",
                        catalogWrite("one", scale.million()).take(Metric.THREADS),
                        catalogWrite("one", scale.small()).take(Metric.THREADS),
                        Bound.NONE));
        return checks;
    }

    private static Cell catalogWrite(String method, int size) {
        return Cell.of("CatalogWriteBenchmark." + method).with("size", size).heap("1g");
    }

    private static List<Check> handles() {
        return List.of(handles(10, 1_000), handles(1_000, 10_000));
    }

    private static Check handles(int few, int many) {
        Cell cell = Cell.of("HandlesBenchmark.refresh").heap("512m");
        return new Check(
                ReadRows.size(few) + " to " + ReadRows.size(many),
                List.of(
                        cell.with("handles", few).take(Metric.THREADS),
                        cell.with("handles", many).take(Metric.THREADS)),
                medians -> (medians[1] - medians[0]) / (many - few),
                Bound.NONE);
    }
}
