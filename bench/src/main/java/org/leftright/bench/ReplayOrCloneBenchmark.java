// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar ReplayOrCloneBenchmark -p n=1000000 -p d=100,100000,250000
package org.leftright.bench;

import java.time.Duration;
import org.leftright.LeftRight;
import org.leftright.LeftRightLongMap;
import org.leftright.LongTable;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to bring the second side up to date after a batch of D ops: as the map does it, by
 * copying the indexes that they touched, beside executing the ops again and cloning the other side.
 * The two that do one of these are made of the same protocol and the same table by public means, so
 * what else a refresh costs is in all three. The first execution of the ops is not in the time,
 * their refresh is.
 */
@State(Scope.Thread)
@OutputTimeUnit(java.util.concurrent.TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class ReplayOrCloneBenchmark extends ShortRuns {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** How the second side is brought up to date. */
    public enum Way {
        /** By copying the touched indexes, or the arrays. */
        SHIPPED,
        /** By executing the ops again, always. */
        REPLAY,
        /** By a copy of the table, always. */
        CLONE
    }

    @Param Way way;

    @Param("1000000")
    int n;

    @Param({"1", "100", "10000", "50000", "100000", "200000", "400000", "1000000"})
    int d;

    @Param("RANDOM")
    Ids ids;

    private Batches batches;
    private Cycle cycle;

    /** A batch: executed on the hidden side, then refreshed. */
    private interface Cycle {
        void write();

        long refresh();
    }

    /** Fills both sides. */
    @Setup
    public void fill() {
        batches = new Batches(ids, n, d);
        cycle =
                switch (way) {
                    case SHIPPED -> shipped();
                    case REPLAY -> replay();
                    case CLONE -> copy();
                };
    }

    private Cycle shipped() {
        LeftRightLongMap<Object> map = LeftRightLongMap.create();
        ids.fill(LongPeer.of(map), n);
        LongWriteHandle<Object> writer = map.writer();
        return new Cycle() {
            @Override
            public void write() {
                batches.apply(writer::put, writer::remove);
            }

            @Override
            public long refresh() {
                long version = writer.refresh();
                require(writer.settle(LIMIT));
                return version + writer.size(); // a hidden side that is owed would be made here
            }
        };
    }

    private Cycle replay() {
        LeftRight<LongTable<Object>> leftRight = LeftRight.create(filled(), LongTable::copy);
        return new Cycle() {
            @Override
            public void write() {
                leftRight.write(
                        table -> {
                            batches.apply(table::put, table::remove);
                            return table.size();
                        });
            }

            @Override
            public long refresh() {
                return refreshed(leftRight) + leftRight.pending(LongTable::size);
            }
        };
    }

    /** The op is executed twice, and the second time it does not do it again but copies. */
    private Cycle copy() {
        LeftRight<OneTable> leftRight = LeftRight.create(new OneTable(filled()), OneTable::copy);
        return new Cycle() {
            @Override
            public void write() {
                OneTable[] first = new OneTable[1];
                leftRight.write(
                        side -> {
                            if (first[0] == null) {
                                first[0] = side;
                                batches.apply(side.table::put, side.table::remove);
                            } else {
                                side.table = first[0].table.copy();
                            }
                            return side.table.size();
                        });
            }

            @Override
            public long refresh() {
                return refreshed(leftRight) + leftRight.pending(side -> side.table.size());
            }
        };
    }

    private LongTable<Object> filled() {
        LongTable<Object> table = new LongTable<>();
        ids.putAll(n, table::put);
        return table;
    }

    private static long refreshed(LeftRight<?> leftRight) {
        long version = leftRight.refresh();
        require(leftRight.settle(LIMIT));
        return version;
    }

    private static void require(boolean settled) {
        if (!settled) {
            throw new IllegalStateException("a replay is owed, and not measured");
        }
    }

    /** Executes the next batch for the first time. */
    @Setup(Level.Invocation)
    public void write() {
        batches.next();
        cycle.write();
    }

    /** The refresh of a batch, with the second side brought up to date. */
    @Benchmark
    public long refresh() {
        return cycle.refresh();
    }

    private static final class OneTable {
        LongTable<Object> table;

        OneTable(LongTable<Object> table) {
            this.table = table;
        }

        OneTable copy() {
            return new OneTable(table.copy());
        }
    }
}
