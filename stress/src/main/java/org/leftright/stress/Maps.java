// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run these tests, or one of them:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t stress.Maps
 *     java -jar stress/target/stress.jar -t AtomicBatchOverTwoKeys
 */
package org.leftright.stress;

import java.util.Map;
import java.util.Objects;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupMap;
import org.leftright.GroupView;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;
import org.leftright.LeftRightLongMap;
import org.leftright.LongMapView;
import org.leftright.LongReadHandle;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The promises of the shipped maps, groups and catalogs: batches are atomic, snapshots fixed. */
public final class Maps {
    private Maps() {}

    /** A long-key map with the number of the batch under two keys. */
    abstract static class TwoKeys extends Numbers {
        final LeftRightLongMap<Integer> map = LeftRightLongMap.create();

        TwoKeys() {
            batch(0);
        }

        final void writeTo(int last, int pauses) {
            for (int i = 1; i <= last; i++) {
                int number = i;
                refresh(number, () -> batch(number));
                Pause.spin(pauses);
            }
        }

        private void batch(int number) {
            map.writer()
                    .batch(
                            batch -> {
                                batch.put(1, number);
                                Pause.spin(number & 1);
                                batch.put(1L << 40, number);
                            });
        }
    }

    /**
     * The bug: a reader sees one key as the batch left it and the other as it was before.
     *
     * <p>How it could be reached: the section's side is changed under it, or the two reads of one
     * section go to different sides. This is the promise that a concurrent map cannot make, on the
     * shipped long-key map.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class AtomicBatchOverTwoKeys extends TwoKeys {
        @Actor
        public void writer() {
            writeTo(12, 0);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            try (LongReadHandle<Integer> handle = map.reader()) {
                for (int i = 0; i < 8; i++) {
                    int before = refreshed();
                    handle.read(view -> read(observer, before, view));
                    int beforeToo = refreshed();
                    map.read(view -> read(observer, beforeToo, view));
                }
            }
            result.r1 = observer.verdict();
        }

        private boolean read(Observer observer, int before, LongMapView<Integer> view) {
            int one = Objects.requireNonNull(view.get(1));
            Pause.spin(2);
            int other = Objects.requireNonNull(view.get(1L << 40));
            saw(observer, before, one, other);
            observer.sawTwice(one, Objects.requireNonNull(view.get(1)));
            return true;
        }
    }

    /**
     * The bug: a snapshot changes.
     *
     * <p>How it could be reached: the writer, done with the grace period, does not notice that the
     * side was pinned in a section that has just ended, and replays on it or writes to it. The
     * reader keeps two snapshots while versions come and go, and reads them again and again.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class SnapshotRacingRefresh extends TwoKeys {
        @Actor
        public void writer() {
            writeTo(8, 2);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 4; i++) {
                int before = refreshed();
                Map<Long, Integer> snapshot = map.snapshot();
                int seen = read(observer, before, snapshot);
                int beforeNext = refreshed();
                Map<Long, Integer> next = map.snapshot();
                int seenNext = read(observer, beforeNext, next);
                for (int again = 0; again < 3; again++) {
                    observer.sawTwice(seen, numberOf(snapshot, 1));
                    observer.sawTwice(seen, numberOf(snapshot, 1L << 40));
                    observer.sawTwice(seenNext, numberOf(next, 1L << 40));
                    Pause.spin(4);
                }
            }
            result.r1 = observer.verdict();
        }

        private int read(Observer observer, int before, Map<Long, Integer> snapshot) {
            int one = numberOf(snapshot, 1);
            saw(observer, before, one, numberOf(snapshot, 1L << 40));
            return one;
        }

        private static int numberOf(Map<Long, Integer> snapshot, long key) {
            return Objects.requireNonNull(snapshot.get(key));
        }
    }

    /**
     * The bug: a reader finds an id in a catalog whose product the same version does not have, or
     * the product without the catalog's entry.
     *
     * <p>How it could be reached: the two maps of the catalog are made visible one after the other,
     * or a section's side changes under it. Each batch takes the product before out of both maps
     * and puts the next one into both.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class AtomicBatchOverBothCatalogMaps extends Numbers {
        private static final long CATALOG = 7;

        private final ProductCatalog<Long> products = ProductCatalog.create();

        public AtomicBatchOverBothCatalogMaps() {
            batch(0);
        }

        @Actor
        public void writer() {
            refreshTo(8, this::batch);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 8; i++) {
                int before = refreshed();
                products.read(view -> read(observer, before, view));
            }
            result.r1 = observer.verdict();
        }

        private void batch(long number) {
            products.applyBatch(
                    (CatalogWriter<Long> batch) -> {
                        batch.removeProduct(number - 1);
                        batch.removeFromCatalog(CATALOG, number - 1);
                        batch.upsertProduct(number, number);
                        batch.addToCatalog(CATALOG, number);
                    });
        }

        private boolean read(Observer observer, int before, CatalogView<Long> view) {
            long[] ids = view.productIds(CATALOG);
            if (ids.length != 1) {
                observer.report(Verdict.TORN);
                return false;
            }
            Pause.spin(2);
            Long product = view.product(ids[0]);
            saw(observer, before, ids[0], product == null ? -1 : product);
            return true;
        }
    }

    /**
     * The bug: a thread looks up a refreshed value in one member of a group, and then what was
     * there before that refresh in another member; or a section sees members of two versions.
     *
     * <p>How it could be reached: each member has a {@code live} of its own, which the writer
     * stores one after another. The reader looks up the members by turns while the writer does so.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupsOfGroupMembers extends Numbers {
        private static final String KEY = "key";

        private final GroupLongMap<Integer> byId;
        private final GroupMap<String, Integer> byKey;
        private final GroupIdSets sets;
        private final LeftRightGroup group;

        public LookupsOfGroupMembers() {
            LeftRightGroupBuilder builder = LeftRightGroup.builder();
            byId = builder.longMap();
            byKey = builder.map();
            sets = builder.idSets();
            group = builder.build();
            write(0);
            group.writer().refresh();
        }

        private void write(int number) {
            byId.writer().put(1, number);
            byKey.writer().put(KEY, number);
            sets.writer().add(1, number); // so that the set's size tells the number
        }

        @Actor
        public void writer() {
            for (int number = 1; number <= 16; number++) {
                write(number);
                refresh(number, group.writer()::refresh);
            }
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 8; i++) {
                saw(observer, refreshed(), byId.getOrDefault(1, -1));
                saw(observer, refreshed(), byKey.getOrDefault(KEY, -1));
                saw(observer, refreshed(), sets.sizeOf(1) - 1);
                int before = refreshed();
                try (GroupView view = group.enter()) {
                    int byIdHere = view.of(byId).getOrDefault(1, -1);
                    saw(observer, before, byIdHere, view.of(byKey).getOrDefault(KEY, -1));
                    observer.sawTwice(byIdHere, view.of(sets).sizeOf(1) - 1);
                }
            }
            result.r1 = observer.verdict();
        }
    }
}
