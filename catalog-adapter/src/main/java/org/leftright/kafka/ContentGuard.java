// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.jspecify.annotations.Nullable;
import org.leftright.GroupChanges;
import org.leftright.GroupView;

/**
 * Decides whether a {@link KafkaFeed} may show what it has read, as a {@link
 * org.leftright.catalog.CatalogGuard} does for a catalog. As long as a guard objects, readers go on
 * with the version that they have: see {@link KafkaFeedBuilder#contentGuard}.
 */
@FunctionalInterface
public interface ContentGuard {
    /**
     * Says what is wrong with the version that would become visible next. Called by the feed's
     * thread before each refresh, and again every second while it objects, so it should be quick;
     * it must not write. What it throws counts as an objection.
     *
     * @param before what readers see
     * @param next what they would see; its {@code attachment} is that of {@code before}. Valid, as
     *     all arguments are, until this returns
     * @param changes the difference, by member: each key once. Visiting it costs as much as the
     *     records did, or, when the topics were read from the beginning, as a walk over everything
     * @return the objection, for the log and the status; null if the version may be shown
     */
    @Nullable String objection(GroupView before, GroupView next, GroupChanges changes);

    /**
     * Combines two guards.
     *
     * @param other is asked if this one has no objection
     * @return a guard that objects if either does
     */
    default ContentGuard and(ContentGuard other) {
        return (before, next, changes) -> {
            String objection = objection(before, next, changes);
            return objection != null ? objection : other.objection(before, next, changes);
        };
    }
}
