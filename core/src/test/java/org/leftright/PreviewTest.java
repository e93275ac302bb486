// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a refresh of a group would make visible. */
class PreviewTest {
    private final LeftRightGroupBuilder builder = LeftRightGroup.builder();
    private final GroupLongMap<String> products = builder.longMap();
    private final GroupIdSets shelves = builder.idSets();
    private final LeftRightGroup group = builder.build();

    @BeforeEach
    void fill() {
        products.writer().put(1, "tea");
        products.writer().put(2, "milk");
        shelves.writer().add(7, 1);
        group.writer().refresh("offsets");
    }

    private List<String> preview() {
        return group.writer()
                .<List<String>>preview(
                        (view, changes) -> {
                            List<String> seen = new ArrayList<>();
                            seen.add("size " + view.of(products).size());
                            seen.add("shelf " + view.of(shelves).sizeOf(7));
                            changes.of(products)
                                    .forEach(
                                            (key, before, now) ->
                                                    seen.add(key + " " + before + " " + now));
                            changes.of(shelves)
                                    .forEach(
                                            (key, id, isAdded) ->
                                                    seen.add(key + "/" + id + " " + isAdded));
                            return seen;
                        });
    }

    @Test
    void thePendingStateAndItsDifferenceAreShownAndNothingIsVisible() {
        products.writer().remove(1);
        products.writer().put(3, "salt");
        shelves.writer().add(7, 3);
        for (int i = 0; i < 2; i++) {
            assertThat(preview())
                    .startsWith("size 2", "shelf 2")
                    .containsExactlyInAnyOrder(
                            "size 2", "shelf 2", "1 tea null", "3 null salt", "7/3 true");
            assertThat(products.get(1)).isEqualTo("tea");
            assertThat(group.version()).isEqualTo(1);
        }
        products.writer().put(1, "tea");
        assertThat(preview()).as("what came back").doesNotContain("1 tea null");
        assertThat(group.writer().discard()).isPositive();
        assertThat(preview()).containsExactly("size 2", "shelf 1");
        assertThat(shelves.contains(7, 3)).isFalse();
    }

    @Test
    void aReplacedTableIsComparedWhole() {
        group.writer().clear();
        products.writer().put(2, "milk");
        assertThat(preview())
                .containsExactlyInAnyOrder("size 1", "shelf 0", "1 tea null", "7/1 false");
        group.writer().refresh();
        assertThat(products.size()).isOne();
        assertThat(preview()).containsExactly("size 1", "shelf 0");
    }

    @Test
    void itIsOverWithTheFunctionAndCannotBeKept() {
        products.writer().put(1, "salt");
        GroupView kept = group.writer().<GroupView>preview((view, changes) -> view);
        GroupChanges told = group.writer().<GroupChanges>preview((view, changes) -> changes);
        assertThatIllegalStateException()
                .isThrownBy(() -> kept.of(products).get(1))
                .withMessageContaining("a preview is valid while");
        assertThatIllegalStateException()
                .isThrownBy(() -> told.of(products))
                .withMessageContaining("copy what you need");
        group.writer()
                .preview(
                        (view, changes) -> {
                            assertThat(view.attachment()).isEqualTo("offsets");
                            assertThat(view.version()).isEqualTo(2);
                            assertThatIllegalStateException()
                                    .isThrownBy(view::snapshot)
                                    .withMessageContaining("a preview cannot be kept");
                            assertThatIllegalStateException()
                                    .isThrownBy(() -> products.writer().put(1, "no"));
                            assertThat(
                                            CompletableFuture.supplyAsync(
                                                            () -> view.of(products).size())
                                                    .handle((size, thrown) -> thrown)
                                                    .join())
                                    .isInstanceOf(CompletionException.class)
                                    .hasCauseInstanceOf(IllegalStateException.class);
                            return null;
                        });
        assertThat(group.writer().refresh()).isEqualTo(2);
        assertThat(products.get(1)).isEqualTo("salt");
    }
}
