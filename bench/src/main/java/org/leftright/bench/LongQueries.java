// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is asked of maps with long keys: the same of each. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class LongQueries {
    /** The gets of one invocation. */
    static final int GETS = 1024;

    /** How many entries the map has. */
    @Param({"1000", "100000", "10000000"})
    int n;

    /** How its keys are distributed. */
    @Param Ids ids;

    private long[] hits;
    private long[] misses;

    /** Chooses the keys. */
    @Setup
    public void choose() {
        hits = ids.queries(1 << 20, n);
        misses = new long[1 << 16];
        Arrays.setAll(misses, i -> ids.id(n + i));
    }

    /** How far a thread has come. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the fields
    public static class Position {
        /** Keys that are there. */
        long[] hits;

        /** Keys that are not. */
        long[] misses;

        private int next;

        /** Takes the keys that all threads ask for. */
        @Setup
        public void begin(LongQueries queries) {
            hits = queries.hits;
            misses = queries.misses;
        }

        /** Where the next {@link #GETS} keys begin. */
        int advance(long[] keys) {
            int from = next;
            next = (from + GETS) & (keys.length - 1);
            return from;
        }
    }
}
