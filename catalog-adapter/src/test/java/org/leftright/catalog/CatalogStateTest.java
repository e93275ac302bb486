// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.leftright.IdSet;

/** What no reader can see: whose the sets are, and that no op clones one. */
class CatalogStateTest {
    private final CatalogState<String> hidden = new CatalogState<>(0);

    @Test
    void copySharesNoSetAndHasEqualContents() {
        long[] ids = {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE};
        for (long id : ids) {
            hidden.products.put(id, "product " + id);
            new CatalogOp.Replace<String>(id, ids).apply(hidden);
        }

        CatalogState<String> copy = hidden.copy();

        assertThat(copy.products.size()).isEqualTo(5);
        assertThat(copy.catalogIds()).containsExactlyInAnyOrder(ids);
        for (long id : ids) {
            assertThat(copy.products.get(id)).isEqualTo("product " + id);
            assertThat(copy.productIds(id)).containsExactlyInAnyOrder(ids);
            assertThat(set(copy, id)).isNotSameAs(set(hidden, id));
            copy.remove(id, id);
            assertThat(hidden.catalogContains(id, id)).isTrue();
        }
    }

    @Test
    void opsOnALargeSetChangeItInPlace() {
        fill(hidden, 10_000);
        CatalogState<String> live = hidden.copy();
        IdSet before = set(hidden, 7);

        CatalogOp.Member<String> add = new CatalogOp.Member<>(7, -5, true);
        CatalogOp.Member<String> remove = new CatalogOp.Member<>(7, 5, false);
        assertThat(add.apply(hidden)).isTrue();
        assertThat(remove.apply(hidden)).isTrue();
        assertThat(hidden.catalogContains(7, -5)).isTrue();
        assertThat(add.undo(hidden, live)).isTrue();
        assertThat(remove.undo(hidden, live)).isTrue();

        assertThat(set(hidden, 7)).isSameAs(before);
        assertThat(hidden.productIds(7)).containsExactlyInAnyOrder(live.productIds(7));
    }

    @Test
    void eachSideMakesItsOwnSetInReplay() {
        CatalogState<String> other = new CatalogState<>(0);
        CatalogOp.Replace<String> replace = new CatalogOp.Replace<>(7, new long[] {1, 2});
        CatalogOp.Member<String> add = new CatalogOp.Member<>(8, 1, true);
        for (CatalogState<String> side : List.of(hidden, other)) {
            replace.apply(side);
            add.apply(side);
        }

        assertThat(set(hidden, 7)).isNotSameAs(set(other, 7));
        assertThat(set(hidden, 8)).isNotSameAs(set(other, 8));
    }

    @Test
    void undoOfAReplacementSharesNoSetWithTheLiveSide() {
        CatalogState<String> live = new CatalogState<>(0);
        fill(live, 100);
        CatalogOp.Replace<String> replace = new CatalogOp.Replace<>(7, new long[] {1});
        replace.apply(hidden);

        assertThat(replace.undo(hidden, live)).isTrue();

        assertThat(set(hidden, 7)).isNotSameAs(set(live, 7));
        assertThat(hidden.productIds(7)).containsExactlyInAnyOrder(live.productIds(7));
    }

    @Test
    void undoFollowsTheLiveSideWhateverOtherOpsDid() {
        CatalogState<String> live = new CatalogState<>(0);
        live.add(7, 1);
        hidden.add(7, 1);
        hidden.remove(7, 1); // the catalog is gone, by an op that is undone later

        new CatalogOp.Member<String>(7, 1, true).undo(hidden, live);
        assertThat(hidden.productIds(7)).containsExactly(1);

        new CatalogOp.Member<String>(7, 2, true).undo(hidden, live);
        assertThat(hidden.productIds(7)).containsExactly(1);
    }

    @Test
    void discardCopiesACatalogOnceHoweverManyOpsReplacedIt() {
        fill(hidden, 100);
        CatalogState<String> live = hidden.copy();
        List<CatalogOp.Replace<String>> ops = new ArrayList<>();
        for (int discard = 0; discard < 2; discard++) {
            ops.clear();
            for (int i = 0; i < 50; i++) {
                ops.add(new CatalogOp.Replace<>(7, i % 2 == 0 ? new long[0] : new long[] {i}));
                ops.get(i).apply(hidden);
            }

            ops.get(0).undo(hidden, live);
            IdSet copy = set(hidden, 7);
            ops.forEach(op -> assertThat(op.undo(hidden, live)).isTrue());

            assertThat(set(hidden, 7)).isSameAs(copy).isNotSameAs(set(live, 7));
            assertThat(hidden.productIds(7)).containsExactlyInAnyOrder(live.productIds(7));
        }
    }

    private static void fill(CatalogState<String> state, int count) {
        for (long id = 0; id < count; id++) {
            state.add(7, id);
        }
    }

    private static IdSet set(CatalogState<String> state, long catalogId) {
        return requireNonNull(state.catalogs.get(catalogId));
    }
}
