// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.leftright.BareTable;
import org.leftright.LeftRightLongMap;
import org.leftright.LeftRightMap;
import org.leftright.LongMapView;
import org.leftright.LongReadHandle;
import org.leftright.LongTable;
import org.leftright.MapView;
import org.leftright.ReadHandle;
import org.leftright.bench.turn.Queries.Which;
import org.leftright.bench.turn.Row.Effort;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;

/** What the targets say of reads but single gets. */
final class ReadRows {
    private static final int GETS = 16;
    private static final int ROUNDS = 400;

    /** The last shows what the fence costs that no section can do without. */
    private static final List<String> WAYS =
            List.of(
                    "in a section by a handle",
                    "in a section without a handle",
                    "from the bare table after a fence");

    private ReadRows() {}

    // ---------------------------------------------------------------- sections

    static void section(Effort effort, Consumer<Line> out) {
        for (Keys kind : List.of(Keys.RANDOM_LONG, Keys.SKU)) {
            for (int size : new int[] {1_000, 100_000, 1_000_000}) {
                int n = effort.of(size);
                Object[] keys = kind.keys(0, n);
                Queries queries = Queries.of(kind, keys, Which.SAME);
                Windows.Turn[] turns =
                        kind.isLong() ? longSections(keys, queries) : sections(keys, queries);
                double[] ns = effort.quartiles(ROUNDS, turns);
                double sections = (double) Queries.WINDOW / GETS;
                double target = size == 1_000 ? 1.3 : 1.1;
                for (int way = 0; way < WAYS.size(); way++) {
                    out.accept(
                            new Line(
                                    String.format(
                                            Locale.ROOT,
                                            "%d gets %s, %,d entries, %s",
                                            GETS,
                                            WAYS.get(way),
                                            n,
                                            kind.label()),
                                    "ns",
                                    ns[way] / sections,
                                    ns[WAYS.size()] / sections,
                                    way < 2 ? target : Double.POSITIVE_INFINITY));
                }
            }
        }
    }

    private static Windows.Turn[] longSections(Object[] keys, Queries queries) {
        LeftRightLongMap<Object> map = LeftRightLongMap.create();
        LongTable<Object> table = new LongTable<>();
        for (Object key : keys) {
            map.writer().put((Long) key, key);
            table.put((Long) key, key);
        }
        map.writer().refresh();
        LongReadHandle<Object> reader = map.reader();
        long[] ids = queries.ids;
        Windows.Turn byHandle =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i += GETS) {
                        int first = i;
                        found += reader.read(view -> gets(view, ids, first));
                    }
                    return found;
                };
        Windows.Turn without =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i += GETS) {
                        int first = i;
                        found += map.read(view -> gets(view, ids, first));
                    }
                    return found;
                };
        Windows.Turn fenced =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i += GETS) {
                        VarHandle.fullFence();
                        for (int k = i; k < i + GETS; k++) {
                            found += table.get(ids[k]) != null ? 1 : 0;
                        }
                    }
                    return found;
                };
        Windows.Turn bare =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i++) {
                        found += table.get(ids[i]) != null ? 1 : 0;
                    }
                    return found;
                };
        return new Windows.Turn[] {byHandle, without, fenced, bare};
    }

    private static int gets(LongMapView<Object> view, long[] ids, int first) {
        int found = 0;
        for (int i = first; i < first + GETS; i++) {
            found += view.get(ids[i]) != null ? 1 : 0;
        }
        return found;
    }

    private static Windows.Turn[] sections(Object[] keys, Queries queries) {
        LeftRightMap<Object, Object> map = LeftRightMap.create();
        BareTable table = new BareTable();
        for (Object key : keys) {
            map.writer().put(key, key);
            table.put(key, key);
        }
        map.writer().refresh();
        ReadHandle<Object, Object> reader = map.reader();
        Object[] asked = queries.keys;
        Windows.Turn byHandle =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i += GETS) {
                        int first = i;
                        found += reader.read(view -> gets(view, asked, first));
                    }
                    return found;
                };
        Windows.Turn without =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i += GETS) {
                        int first = i;
                        found += map.read(view -> gets(view, asked, first));
                    }
                    return found;
                };
        Windows.Turn fenced =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i += GETS) {
                        VarHandle.fullFence();
                        for (int k = i; k < i + GETS; k++) {
                            found += table.get(asked[k]) != null ? 1 : 0;
                        }
                    }
                    return found;
                };
        Windows.Turn bare =
                round -> {
                    int from = queries.from(round);
                    int found = 0;
                    for (int i = from; i < from + Queries.WINDOW; i++) {
                        found += table.get(asked[i]) != null ? 1 : 0;
                    }
                    return found;
                };
        return new Windows.Turn[] {byHandle, without, fenced, bare};
    }

    private static int gets(MapView<Object, Object> view, Object[] keys, int first) {
        int found = 0;
        for (int i = first; i < first + GETS; i++) {
            found += view.get(keys[i]) != null ? 1 : 0;
        }
        return found;
    }

    // ---------------------------------------------------------------- catalogs

    /** Catalogs of a hundred products each. */
    static void catalog(Effort effort, Consumer<Line> out) {
        int hundred = 100;
        for (int size : new int[] {1_000, 100_000, 1_000_000}) {
            int n = effort.of(size);
            ProductCatalog<Object> catalog = ProductCatalog.create();
            Map<Long, Set<Long>> sets = new ConcurrentHashMap<>();
            Object[] ids = Keys.RANDOM_LONG.keys(0, n);
            CatalogWriter<Object> writer = catalog.writer();
            for (int i = 0; i < n; i++) {
                long catalogId = i / hundred;
                writer.addToCatalog(catalogId, (Long) ids[i]);
                sets.computeIfAbsent(catalogId, any -> ConcurrentHashMap.newKeySet())
                        .add((Long) ids[i]);
            }
            writer.refresh();
            // Which pairs are asked for: numbers of ids, in the order of the queries of sections.
            Queries numbers =
                    Queries.of(Keys.SEQUENTIAL_LONG, Keys.SEQUENTIAL_LONG.keys(0, n), Which.SAME);
            int count = numbers.count();
            long[] catalogs = new long[count];
            long[] products = new long[count];
            for (int i = 0; i < count; i++) {
                int pair = (int) numbers.ids[i] - 1;
                catalogs[i] = pair / hundred;
                products[i] = (Long) ids[pair];
            }
            Windows.Turn ours =
                    round -> {
                        int from = numbers.from(round);
                        int found = 0;
                        for (int i = from; i < from + Queries.WINDOW; i++) {
                            found += catalog.catalogContains(catalogs[i], products[i]) ? 1 : 0;
                        }
                        return found;
                    };
            Windows.Turn peer =
                    round -> {
                        int from = numbers.from(round);
                        int found = 0;
                        for (int i = from; i < from + Queries.WINDOW; i++) {
                            Set<Long> set = sets.get(catalogs[i]);
                            found += set != null && set.contains(products[i]) ? 1 : 0;
                        }
                        return found;
                    };
            double[] ns = effort.quartiles(ROUNDS, ours, peer);
            out.accept(
                    new Line(
                            String.format(
                                    Locale.ROOT, "catalogContains, %,d pairs of random ids", n),
                            "ns",
                            ns[0] / Queries.WINDOW,
                            ns[1] / Queries.WINDOW,
                            size == 1_000 ? 1.2 : 0.8));
        }
    }

    // ---------------------------------------------------------------- one hash, few entries

    @SuppressWarnings("UnnecessaryAsync") // the peer
    static void oneHash(Effort effort, Consumer<Line> out) {
        Keys kind = Keys.ONE_HASH_STRING;
        int n = effort.of(kind.mostEntries());
        Object[] keys = kind.keys(0, n);
        String of = String.format(Locale.ROOT, ", %,d Strings of one hash code", n);
        List<Peer> peers = Peer.of(kind, keys);
        for (Which which : Which.values()) {
            Queries queries = Queries.of(kind, keys, which);
            double[] ns = InTurn.nsPerGet(peers, queries, effort.of(30), effort.of(60));
            String asked = which.name().toLowerCase(Locale.ROOT);
            out.accept(new Line("get" + of + ", " + asked, "ns", ns[0], ns[1], 3));
        }
        Windows.Turn ours =
                round -> {
                    LeftRightMap<Object, Object> map = LeftRightMap.create();
                    for (Object key : keys) {
                        map.writer().put(key, key);
                    }
                    map.writer().refresh();
                    return map.size();
                };
        Windows.Turn peer =
                round -> {
                    Map<Object, Object> map = new ConcurrentHashMap<>();
                    for (Object key : keys) {
                        map.put(key, key);
                    }
                    return map.size();
                };
        double[] ns = effort.quartiles(20, ours, peer);
        out.accept(new Line("putting all" + of, "ns each", ns[0] / n, ns[1] / n, 10));
    }

    static void fewEntries(Effort effort, Consumer<Line> out) {
        int many = effort.of(4_000_000);
        int few = Math.min(10, many - 1);
        for (Keys kind : List.of(Keys.RANDOM_LONG, Keys.SKU)) {
            Written map = Written.leftRight(kind);
            new Batch(map, kind, many, 1);
            for (int i = few; i < many; i++) {
                map.remove().accept(kind.key(i));
            }
            map.refresh().run();
            for (int refresh = 0; refresh < 2; refresh++) {
                map.put().accept(kind.key(0), new Object());
                map.refresh().run();
            }
            int walks = 100;
            Windows.Turn walk =
                    round -> {
                        int count = 0;
                        for (int i = 0; i < walks; i++) {
                            count += map.count().getAsInt();
                        }
                        return count;
                    };
            double[] ns = effort.quartiles(ROUNDS, walk);
            String what =
                    String.format(
                            Locale.ROOT,
                            "forEach over %d entries where %,d were, two refreshes later, %s",
                            map.count().getAsInt(),
                            many,
                            kind.label());
            out.accept(new Line(what, "us", ns[0] / walks / 1e3, 0, 10));
        }
    }
}
