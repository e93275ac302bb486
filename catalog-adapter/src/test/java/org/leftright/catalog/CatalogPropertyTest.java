// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.leftright.catalog.CatalogSectionTest.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random writes, refreshes, discards, failing batches and stragglers, against two models in plain
 * collections: what is pending, and what is live.
 */
class CatalogPropertyTest {
    private static final int STEPS = 3000;
    private static final long[] IDS = {
        0, -1, 1, 2, 3, 4, 8, 1 << 20, 1L << 40, 3L << 40, Long.MIN_VALUE, Long.MAX_VALUE
    };

    private final ProductCatalog<String> catalog =
            ProductCatalog.<String>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();
    private final CatalogWriter<String> writer = catalog.writer();
    private final Deque<OpenSection> sections = new ArrayDeque<>();
    private SplittableRandom random = new SplittableRandom();

    private CatalogModel live = new CatalogModel();
    private CatalogModel pending = new CatalogModel();
    private long version;
    private @Nullable Object attachment;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void catalogDoesWhatTheModelsDo(int seed) throws Exception {
        random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            step();
            assertThat(writer.pendingOpCount() > 0 || isSame(pending, live)).isTrue();
            assertThat(catalog.version()).isEqualTo(version);
            assertThat(catalog.attachment()).isSameAs(attachment);
            if (step % 8 == 0) {
                compare();
            }
        }
        while (!sections.isEmpty()) {
            sections.remove().leave();
        }
        compare();
        assertThat(catalog.stats().replayFailureCount()).isZero();
    }

    private static boolean isSame(CatalogModel one, CatalogModel other) {
        return one.products.equals(other.products) && one.catalogs.equals(other.catalogs);
    }

    private void step() throws Exception {
        switch (random.nextInt(24)) {
            case 0, 1 -> refresh();
            case 2 -> refreshWithAttachment();
            case 3 -> discard();
            case 4 -> batch();
            case 5 -> failingBatch();
            case 6 -> changeSections();
            case 7 -> assertThat(writer.settle(Duration.ZERO) || !sections.isEmpty()).isTrue();
            default -> write();
        }
    }

    // ---------------------------------------------------------------- writes

    private void write() {
        long id = id();
        long other = id();
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> {
                String product = "product " + random.nextInt();
                assertThat(writer.upsertProduct(id, product))
                        .isEqualTo(pending.products.put(id, product));
            }
            case 4, 5 ->
                    assertThat(writer.removeProduct(id)).isEqualTo(pending.products.remove(id));
            case 6, 7, 8, 9 ->
                    assertThat(writer.addToCatalog(id, other)).isEqualTo(pending.add(id, other));
            case 10, 11, 12 ->
                    assertThat(writer.removeFromCatalog(id, other))
                            .isEqualTo(pending.remove(id, other));
            case 13 ->
                    assertThat(writer.removeCatalog(id))
                            .isEqualTo(pending.catalogs.remove(id) != null);
            case 14 -> {
                long[] ids = random.longs(random.nextInt(300), -200, 200).toArray();
                assertThat(writer.replaceCatalog(id, ids)).isEqualTo(pending.replace(id, ids));
            }
            default -> {
                if (random.nextInt(20) == 0) {
                    writer.clear();
                    pending = new CatalogModel();
                } else {
                    shrink(id);
                }
            }
        }
    }

    /** Takes most ids from a catalog, one by one. */
    private void shrink(long catalogId) {
        for (long id = -200; id < 195; id++) {
            assertThat(writer.removeFromCatalog(catalogId, id))
                    .isEqualTo(pending.remove(catalogId, id));
        }
    }

    private void refresh() {
        if (writer.pendingOpCount() > 0) {
            version++;
        }
        assertThat(random.nextBoolean() ? writer.refresh() : tryRefresh()).isEqualTo(version);
        refreshed();
    }

    private long tryRefresh() {
        assertThat(writer.tryRefresh()).isTrue();
        return catalog.version();
    }

    private void refreshWithAttachment() {
        attachment = new Object();
        assertThat(writer.refresh(attachment)).isEqualTo(++version);
        refreshed();
    }

    private void refreshed() {
        live = pending.copy();
        assertThat(writer.pendingOpCount()).isZero();
    }

    private void discard() {
        int count = writer.pendingOpCount();
        assertThat(writer.discard()).isEqualTo(count);
        assertThat(writer.pendingOpCount()).isZero();
        pending = live.copy();
    }

    private void batch() {
        int[] opCount = new int[1];
        long versionThen =
                catalog.applyBatch(
                        batch -> {
                            writeSome();
                            opCount[0] = batch.pendingOpCount();
                        });
        version += opCount[0] > 0 ? 1 : 0;
        assertThat(versionThen).isEqualTo(version);
        refreshed();
    }

    private void failingBatch() {
        CatalogModel before = pending.copy();
        int opCountBefore = writer.pendingOpCount();
        RuntimeException planned = new RuntimeException("planned");
        assertThatThrownBy(
                        () ->
                                catalog.applyBatch(
                                        new Object(),
                                        batch -> {
                                            writeSome();
                                            throw planned;
                                        }))
                .isSameAs(planned);
        pending = before;
        assertThat(writer.pendingOpCount()).isEqualTo(opCountBefore);
    }

    private void writeSome() {
        for (int left = 1 + random.nextInt(20); left > 0; left--) {
            write();
        }
    }

    // ---------------------------------------------------------------- reads

    private void compare() {
        for (long id : IDS) {
            assertThat(writer.product(id)).isEqualTo(pending.product(id));
            assertThat(writer.catalogContains(id, IDS[1])).isEqualTo(pending.contains(id, IDS[1]));
            assertThat(catalog.product(id)).isEqualTo(live.product(id));
            assertThat(catalog.containsProduct(id)).isEqualTo(live.product(id) != null);
        }
        assertThat(catalog.productCount()).isEqualTo(live.products.size());
        assertThat(catalog.catalogCount()).isEqualTo(live.catalogs.size());
        assertIsSeen(live);
    }

    private void assertIsSeen(CatalogModel model) {
        catalog.read(
                view -> {
                    model.assertSeenBy(view, IDS);
                    return null;
                });
    }

    private long id() {
        return IDS[random.nextInt(IDS.length)];
    }

    /** Opens or ends sections that stay open while the writer goes on. */
    private void changeSections() throws Exception {
        if (sections.isEmpty() || (sections.size() < 3 && random.nextBoolean())) {
            sections.add(new OpenSection());
        } else {
            sections.remove().leave();
        }
    }

    /** A section in a thread of its own, which at its end sees what was live when it began. */
    private final class OpenSection {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch mayLeave = new CountDownLatch(1);
        private final CatalogModel model = live.copy();
        private final FutureTask<@Nullable Void> task = new FutureTask<>(this::run, null);

        OpenSection() throws InterruptedException {
            new Thread(task).start();
            entered.await();
        }

        private void run() {
            catalog.read(
                    view -> {
                        entered.countDown();
                        await(mayLeave);
                        model.assertSeenBy(view, IDS);
                        return null;
                    });
        }

        void leave() throws InterruptedException, ExecutionException {
            mayLeave.countDown();
            task.get();
        }
    }
}
