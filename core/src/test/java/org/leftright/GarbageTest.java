// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What has to become garbage once nobody can read it any more. */
class GarbageTest extends CollectedTests {
    @Test
    void anOldAttachmentBecomesGarbageThoughNoBatchChangesAnything() {
        refreshWith(map, "earl grey");
        List<WeakReference<Object>> old = new ArrayList<>();
        List<ReadHandle<String, Object>> idle = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Object attachment = new byte[1 << 10];
            map.writer().refresh(attachment);
            old.add(new WeakReference<>(attachment));
            ReadHandle<String, Object> handle = map.reader();
            handle.read(view -> view.get("tea")); // and keeps this version, as long as it is live
            map.read(view -> view.get("tea"));
            idle.add(handle);
        }
        old.remove(19); // the live one
        collectUntil(() -> old.stream().allMatch(attachment -> attachment.get() == null));
        idle.forEach(ReadHandle::close);
    }

    @Test
    void aRemovedValueBecomesGarbageAfterARefreshAndSettle() {
        WeakReference<Object> value = new WeakReference<>(putSomething(map));
        try (ReadHandle<String, Object> idle = map.reader()) {
            idle.read(view -> view.get("tea"));
            map.read(view -> view.get("tea"));
            map.writer().remove("tea");
            map.writer().refresh();
            assertThat(map.writer().settle(Duration.ofSeconds(20))).isTrue();
            collectUntil(() -> value.get() == null);
        }
    }

    @Test
    void aValueRemovedFromATableThatHasGrownBecomesGarbageAlsoBesideIdleHandles() {
        WeakReference<Object> value = new WeakReference<>(putSomething(map));
        try (ReadHandle<String, Object> idle = map.reader()) {
            idle.read(view -> view.get("tea"));
            removeFromATableThatGrows();
            collectUntil(() -> value.get() == null);
        }
    }

    private void removeFromATableThatGrows() {
        for (int i = 0; i < 100; i++) {
            map.writer().put("other " + i, i);
        }
        map.writer().remove("tea");
        map.writer().refresh();
        assertThat(map.writer().settle(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void theValueOfKeyZeroBecomesGarbageAlsoBesideIdleHandles() {
        LeftRightLongMap<Object> longs = LeftRightLongMap.create();
        WeakReference<Object> value = new WeakReference<>(putAtZero(longs));
        try (LongReadHandle<Object> idle = longs.reader()) {
            idle.read(view -> view.get(0));
            longs.writer().remove(0);
            longs.writer().refresh();
            assertThat(longs.writer().settle(Duration.ofSeconds(20))).isTrue();
            collectUntil(() -> value.get() == null);
        }
    }

    private static Object putAtZero(LeftRightLongMap<Object> longs) {
        Object value = new Object();
        longs.writer().put(0, value);
        longs.writer().refresh();
        return value;
    }

    @Test
    void anAbandonedSideBecomesGarbageWhenItsStragglerLeavesAlsoBesideIdleHandles() {
        try (ReadHandle<String, Object> idle = hasty.reader()) {
            WeakReference<Object> value = new WeakReference<>(putSomething(hasty));
            idle.read(view -> view.get("tea"));
            hasty.read(view -> view.get("tea"));
            straggleOnce(value);
            collectUntil(() -> value.get() == null);
            assertThat(idle.get("tea")).isNull();
        }
    }

    private void straggleOnce(WeakReference<Object> value) {
        MapView<String, Object> view = reader.call(hasty::enter);
        hasty.writer().remove("tea");
        hasty.writer().refresh();
        hasty.writer().put("milk", 1);
        hasty.writer().refresh();
        assertThat(hasty.stats().abandonCount()).isEqualTo(1);
        assertThat(reader.<Boolean>call(() -> view.get("tea") == value.get())).isTrue();
        reader.run(view::close);
    }

    @Test
    void aSnapshotKeepsItsSideOnlyAsLongAsItIsKept() {
        WeakReference<Object> value = new WeakReference<>(putSomething(map));
        List<Object> snapshots = new ArrayList<>(List.of(map.snapshot()));
        map.writer().remove("tea");
        map.writer().refresh();
        System.gc();
        assertThat(value.get()).isNotNull();
        snapshots.clear();
        map.writer().settle(Duration.ofSeconds(20));
        collectUntil(() -> value.get() == null);
    }

    private static Object putSomething(LeftRightMap<String, Object> map) {
        Object value = new Object();
        refreshWith(map, value);
        return value;
    }

    @Test
    void aSideThatAFailedOpSpoiltBecomesGarbageBesideIdleHandles() {
        LeftRight<Object[]> leftRight = LeftRight.create(new Object[1], Object[]::clone);
        List<WeakReference<Object>> states = new ArrayList<>();
        try (Reader<Object[]> idle = leftRight.reader()) {
            for (int i = 0; i < 4; i++) {
                int value = i;
                leftRight.write(state -> state[0] = value);
                leftRight.refresh();
                idle.read(state -> states.add(new WeakReference<>(state)));
                leftRight.read(state -> states.add(new WeakReference<>(state)));
                leftRight.write(state -> state[0] = -1);
                leftRight.refresh();
                spoilTheHiddenSide(leftRight);
            }
            collectUntil(() -> states.stream().allMatch(state -> state.get() == null));
            assertThat(idle.<Object>read(state -> state[0])).isEqualTo(-1);
        }
    }

    private static void spoilTheHiddenSide(LeftRight<Object[]> leftRight) {
        try {
            leftRight.write(
                    state -> {
                        throw new ArithmeticException();
                    });
        } catch (ArithmeticException expected) {
            assertThat(leftRight.pendingOpCount()).isZero();
        }
    }

    @Test
    void aDeadThreadBecomesGarbageThoughItHadASlot() {
        List<WeakReference<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Actor.inThreadThatDies(
                    () -> {
                        threads.add(new WeakReference<>(Thread.currentThread()));
                        map.read(view -> map.read(MapView::size));
                        hasty.read(MapView::size);
                    });
        }
        collectUntil(
                () -> {
                    refreshWith(map, "v");
                    refreshWith(hasty, "v");
                    return threads.stream().allMatch(thread -> thread.get() == null);
                });
    }

    @Test
    void aHandleThatIsClosedKeepsNothingHoweverLongItIsKept() {
        WeakReference<Object> value = new WeakReference<>(putSomething(map));
        ReadHandle<String, Object> closed = map.reader();
        closed.read(view -> view.get("tea"));
        closed.close();
        ReadHandle<String, Object> ofDead = reader.call(map::reader);
        reader.run(() -> ofDead.read(view -> view.get("tea")));
        reader.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> closes(ofDead));
        removeFromATableThatGrows();
        collectUntil(() -> value.get() == null);
        closed.close();
        ofDead.close();
    }

    /** Closes a handle if the thread that made it has died; returns whether it has. */
    private static boolean closes(ReadHandle<String, Object> handle) {
        try {
            handle.close();
            return true;
        } catch (IllegalStateException alive) {
            return false;
        }
    }

    @Test
    void theThreadsOfManySectionsAtOnceBecomeGarbage() throws InterruptedException {
        List<WeakReference<Thread>> threads = readAtOnce(100);
        map.writer().put("tea", "green");
        map.writer().refresh(); // nobody reads
        collectUntil(() -> threads.stream().allMatch(thread -> thread.get() == null));
    }

    /** Starts threads that read by a handle each while the writer refreshes, and that then end. */
    private List<WeakReference<Thread>> readAtOnce(int count) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(count);
        CountDownLatch leave = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> readUntil(leave, inside));
            thread.start();
            threads.add(thread);
        }
        inside.await();
        refreshWith(map, "earl grey");
        leave.countDown();
        List<WeakReference<Thread>> ended = new ArrayList<>();
        for (Thread thread : threads) {
            thread.join();
            ended.add(new WeakReference<>(thread));
        }
        return ended;
    }

    private void readUntil(CountDownLatch leave, CountDownLatch inside) {
        try (ReadHandle<String, Object> handle = map.reader();
                MapView<String, Object> view = handle.enter()) {
            assertThat(view.isEmpty()).isTrue();
            inside.countDown();
            Actor.uninterrupted(leave::await);
        }
    }
}
