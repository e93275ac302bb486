// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several maps and id sets in one version; {@link PropertyTest} has the random runs. */
class GroupTest {
    private static final int LARGE_SET = 100_000;
    private static final int REPLACE_COUNT = 3_000;

    private final LeftRightGroupBuilder builder = LeftRightGroup.builder();
    private final GroupLongMap<String> products = builder.longMap();
    private final GroupMap<String, Long> idBySku = builder.map();
    private final GroupIdSets idsBySupplier = builder.idSets();
    private final LeftRightGroup group = builder.build();

    private void putTea() {
        products.writer().put(17, "tea");
        idBySku.writer().put("TEA-1", 17L);
        idsBySupplier.writer().add(3, 17);
    }

    private void assertShowsTea(boolean shows) {
        assertThat(products.get(17)).isEqualTo(shows ? "tea" : null);
        assertThat(idBySku.get("TEA-1")).isEqualTo(shows ? 17L : null);
        assertThat(idsBySupplier.contains(3, 17)).isEqualTo(shows);
        assertThat(idsBySupplier.sizeOf(3)).isEqualTo(shows ? 1 : 0);
        assertThat(products.size()).isEqualTo(idBySku.size()).isEqualTo(idsBySupplier.keyCount());
    }

    @Test
    void oneRefreshMakesTheOpsOnAllMembersVisible() {
        putTea();
        assertShowsTea(false);
        assertThat(group.writer().refresh()).isEqualTo(1);
        assertShowsTea(true);
    }

    @Test
    void aMembersWriteHandleRefreshesTheGroup() {
        putTea();
        assertThat(products.writer().pendingOpCount()).isEqualTo(3);
        assertThat(idsBySupplier.writer().refresh("offsets")).isEqualTo(1);
        assertShowsTea(true);
        assertThat(group.attachment()).isEqualTo("offsets");
    }

    @Test
    void aFailedBatchIsTakenBackFromAllMembers() {
        assertThatThrownBy(
                        () ->
                                group.writer()
                                        .batch(
                                                writer -> {
                                                    putTea();
                                                    throw new ArithmeticException("planned");
                                                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(group.writer().pendingOpCount()).isZero();
        group.writer().refresh();
        assertShowsTea(false);
    }

    @Test
    void aSectionSeesOneVersionOfAllMembers() {
        putTea();
        group.writer().refresh();
        try (GroupView view = group.enter()) {
            Actor.inThreadThatDies(
                    () -> {
                        group.writer().clear();
                        group.writer().refresh();
                    });
            assertShowsTea(false);
            assertThat(view.of(products).get(17)).isEqualTo("tea");
            assertThat(view.of(idBySku).get("TEA-1")).isEqualTo(17);
            assertThat(view.of(idsBySupplier).ids(3)).containsExactly(17);
            assertThat(view.of(products)).isSameAs(view.of(products));
        }
    }

    @Test
    void aSnapshotStaysAsItIsInAnyThread() {
        putTea();
        group.writer().refresh("first");
        GroupView kept = group.snapshot();
        for (int i = 0; i < 3; i++) {
            group.writer().clear();
            idsBySupplier.writer().add(3, i);
            group.writer().refresh(i);
        }
        assertThat(kept.of(products).get(17)).isEqualTo("tea");
        assertThat(kept.of(idsBySupplier).ids(3)).containsExactly(17);
        assertThat(kept.of(idsBySupplier).keys()).containsExactly(3);
        assertThat(kept.version()).isEqualTo(1);
        assertThat(kept.attachment()).isEqualTo("first");
        kept.close(); // no effect
        assertThat(kept.of(idBySku).snapshot()).containsEntry("TEA-1", 17L);
    }

    @Test
    void aViewIsRefusedAfterItsSection() {
        GroupView[] views = new GroupView[1];
        LongMapView<?>[] ofMember = new LongMapView<?>[1];
        group.read(
                view -> {
                    views[0] = view;
                    ofMember[0] = view.of(products);
                    return null;
                });
        assertThatIllegalStateException().isThrownBy(() -> views[0].of(products));
        assertThatIllegalStateException().isThrownBy(() -> ofMember[0].get(1));
        assertThatIllegalStateException().isThrownBy(() -> views[0].snapshot());
    }

    @Test
    void aMemberOfAnotherGroupIsRefused() {
        LeftRightGroupBuilder other = LeftRightGroup.builder();
        GroupIdSets stranger = other.idSets();
        other.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.read(view -> view.of(stranger)))
                .withMessageContaining("another group");
    }

    @Test
    void aMemberIsRefusedUntilItsGroupIsBuilt() {
        LeftRightGroupBuilder other = LeftRightGroup.builder();
        GroupLongMap<String> early = other.longMap();
        assertThatIllegalStateException()
                .isThrownBy(() -> early.get(1))
                .withMessageContaining("not built yet");
        assertThatIllegalStateException().isThrownBy(early::writer);
        other.build();
        assertThat(early.get(1)).isNull();
        assertThatIllegalStateException().isThrownBy(other::longMap);
        assertThatIllegalStateException().isThrownBy(other::build);
    }

    @Test
    void refreshInsideASectionOfTheSameThreadIsRefused() {
        putTea();
        assertThatIllegalStateException()
                .isThrownBy(() -> group.read(view -> products.writer().refresh()));
        try (GroupReadHandle reader = group.reader()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> reader.read(view -> group.writer().refresh()));
        }
    }

    @Test
    void aDiscardCopiesASetOnceHoweverOftenItWasReplaced() {
        long setBytes = refreshLargeSet();
        replaceLargeSetOften();
        long before = allocatedBytes();
        assertThat(group.writer().discard()).isEqualTo(2 * REPLACE_COUNT);
        assertThat(allocatedBytes() - before).isLessThan(2 * setBytes);
        assertThat(idsBySupplier.writer().sizeOf(3)).isEqualTo(LARGE_SET);
    }

    @ParameterizedTest(name = "with an op pending before: {0}")
    @ValueSource(booleans = {false, true})
    void aFailedBatchCopiesASetOnceHoweverOftenItWasReplaced(boolean isOpPending) {
        long setBytes = refreshLargeSet();
        if (isOpPending) {
            idsBySupplier.writer().add(3, -1);
        }
        long[] before = new long[1];
        assertThatThrownBy(
                        () ->
                                group.writer()
                                        .batch(
                                                writer -> {
                                                    replaceLargeSetOften();
                                                    before[0] = allocatedBytes();
                                                    throw new ArithmeticException("planned");
                                                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(allocatedBytes() - before[0]).isLessThan(2 * setBytes);
        assertThat(idsBySupplier.writer().sizeOf(3)).isEqualTo(LARGE_SET + (isOpPending ? 1 : 0));
        assertThat(idsBySupplier.writer().contains(3, -1)).isEqualTo(isOpPending);
    }

    /** Returns how many bytes a copy of the set takes. */
    private long refreshLargeSet() {
        long[] ids = LongStream.range(0, LARGE_SET).toArray();
        idsBySupplier.writer().replace(3, ids);
        group.writer().refresh();
        IdSet set = new IdSet(ids.length, 0, 3);
        for (long id : ids) {
            set.add(id);
        }
        long before = allocatedBytes();
        assertThat(set.copy().size()).isEqualTo(LARGE_SET);
        return allocatedBytes() - before;
    }

    private void replaceLargeSetOften() {
        for (int i = 0; i < REPLACE_COUNT; i++) {
            idsBySupplier.writer().removeAll(3);
            idsBySupplier.writer().replace(3, i, i + 1, i);
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void writesThatChangeNothingAreNoOps() {
        putTea();
        group.writer().refresh();
        assertThat(idsBySupplier.writer().add(3, 17)).isFalse();
        assertThat(idsBySupplier.writer().remove(3, 18)).isFalse();
        assertThat(idsBySupplier.writer().remove(4, 17)).isFalse();
        assertThat(idsBySupplier.writer().removeAll(4)).isFalse();
        assertThat(group.writer().pendingOpCount()).isZero();
    }

    @Test
    void replacingASetByTheSameIdsIsNoOp() {
        IdSetsWriteHandle writer = idsBySupplier.writer();
        assertThat(writer.replace(3, 17, 0, 18)).isFalse();
        group.writer().refresh();
        assertThat(writer.replace(3, 0, 17, 18)).isTrue();
        assertThat(writer.replace(3, 18, 17, 18, 0, 17, 0)).isTrue();
        assertThat(group.writer().pendingOpCount()).isZero();
        assertThat(writer.replace(3, 17, 18, 19)).isTrue();
        assertThat(writer.replace(3, 17, 18)).isTrue();
        assertThat(writer.replace(3, 17, 18, 0)).isTrue();
        assertThat(writer.replace(3, 17, 17, 17)).isTrue();
        assertThat(group.writer().pendingOpCount()).isEqualTo(4);
        group.writer().refresh();
        assertThat(group.<Integer>read(view -> view.of(idsBySupplier).sizeOf(3))).isEqualTo(1);
    }

    @Test
    void keysComeAndGoWithTheirIds() {
        long[] keys = {0, 1, -1, Long.MIN_VALUE, 1L << 40};
        for (int round = 0; round < 20; round++) {
            for (long key : keys) {
                idsBySupplier.writer().add(key, round);
                idsBySupplier.writer().add(key, 0);
            }
            group.writer().refresh();
            assertThat(idsBySupplier.keyCount()).isEqualTo(keys.length);
            long[] found = group.read(view -> view.of(idsBySupplier).keys());
            Arrays.sort(found);
            long[] sorted = keys.clone();
            Arrays.sort(sorted);
            assertThat(found).isEqualTo(sorted);
            for (long key : keys) {
                assertThat(idsBySupplier.writer().remove(key, round)).isTrue();
                assertThat(idsBySupplier.writer().removeAll(key)).isEqualTo(round > 0);
            }
            group.writer().refresh();
            assertThat(idsBySupplier.keyCount()).isZero();
        }
    }
}
