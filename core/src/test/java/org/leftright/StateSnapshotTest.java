// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Snapshots and lookups by two keys of a state of one's own. */
class StateSnapshotTest {
    private static final LongPairLookup<IdSet> COUNT =
            (set, first, second) -> (set.contains(first) ? 1 : 0) + (set.contains(second) ? 1 : 0);

    private final LeftRight<IdSet> ids = LeftRight.create(new IdSet(), IdSet::copy);

    private void refreshed(long id) {
        ids.write(set -> set.add(id));
        ids.refresh("up to " + id);
    }

    @Test
    void aSnapshotStaysAsItIs() {
        refreshed(1);
        Snapshot<IdSet> snapshot = ids.snapshot();
        refreshed(2);
        refreshed(3);

        assertThat(snapshot.state().toArray()).containsExactly(1);
        assertThat(snapshot.version()).isOne();
        assertThat(snapshot.attachment()).isEqualTo("up to 1");
        assertThat(snapshot.refreshTime()).isBeforeOrEqualTo(ids.refreshTime());
        assertThat(ids.snapshot().state().toArray()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aSnapshotOfASectionIsOfItsVersion() {
        refreshed(1);
        Snapshot<IdSet> snapshot;
        try (Actor other = new Actor("writer");
                Section<IdSet> section = ids.enter()) {
            other.run(() -> refreshed(2));
            snapshot = section.snapshot();
            assertThat(ids.snapshot().version()).isOne();
        }
        refreshed(3);
        refreshed(4);
        assertThat(snapshot.state().toArray()).containsExactly(1);

        Section<IdSet> closed = ids.enter();
        closed.close();
        assertThatIllegalStateException().isThrownBy(closed::snapshot);
    }

    @Test
    void aLookupByTwoKeysReadsWhatIsLive() {
        ids.write(set -> set.add(5));
        assertThat(ids.lookupInt(5, 6, COUNT)).isZero();
        ids.refresh();
        assertThat(ids.lookupInt(5, 6, COUNT)).isOne();
        refreshed(6);
        assertThat(ids.lookupInt(5, 6, COUNT)).isEqualTo(2);
        assertThat(ids.stats().lookupFallbackCount()).isZero();
    }

    @Test
    void aLookupByTwoKeysThatThrowsWithoutARaceThrows() {
        assertThatThrownBy(() -> ids.lookupInt(1, 0, (set, a, b) -> (int) (a / b)))
                .isInstanceOf(ArithmeticException.class);
    }
}
