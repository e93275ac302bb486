// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Listeners that are told of one kind of event. */
final class Listening {
    private Listening() {}

    static FeedListener onState(Consumer<FeedState> told) {
        return new FeedListener() {
            @Override
            public void onState(FeedState state) {
                told.accept(state);
            }
        };
    }

    static FeedListener onProgress(BiConsumer<Long, Long> told) {
        return new FeedListener() {
            @Override
            public void onProgress(long readCount, long totalCount) {
                told.accept(readCount, totalCount);
            }
        };
    }

    static FeedListener onRecords(IntConsumer told) {
        return new FeedListener() {
            @Override
            public void onRecords(int recordCount) {
                told.accept(recordCount);
            }
        };
    }

    static FeedListener onRefresh(Consumer<TopicOffsets> told) {
        return new FeedListener() {
            @Override
            public void onRefresh(TopicOffsets offsets) {
                told.accept(offsets);
            }
        };
    }
}
