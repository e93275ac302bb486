// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run these tests, or one of them:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t stress.Tables
 *     java -jar stress/target/stress.jar -t LookupRacingTableMoves
 */
package org.leftright.stress;

import org.jspecify.annotations.Nullable;
import org.leftright.IdSet;
import org.leftright.LeftRight;
import org.leftright.LeftRightMap;
import org.leftright.LongLookup;
import org.leftright.LongPairLookup;
import org.leftright.LongTable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Lookups that probe a table while its entries move: they end, and return what is there. */
public final class Tables {
    private static final long PRESENT = 3;
    private static final long ABSENT = 1_000_003;

    private Tables() {}

    /** Tells what a lookup of a value that names its key and its batch has returned. */
    private static void sawValue(
            Numbers numbers,
            Observer observer,
            int before,
            @Nullable Long value,
            boolean isAbsentFound) {
        if (value == null || isAbsentFound) {
            observer.report(Verdict.MISSING);
        } else if (value >>> 32 != PRESENT) {
            observer.report(Verdict.FOREIGN);
        } else {
            numbers.saw(observer, before, value & 0xFFFF_FFFFL);
        }
    }

    /**
     * The bug: a lookup in the long-key table misses a key that is there, finds one that is not,
     * returns another key's value, or does not end.
     *
     * <p>How it could be reached: a removal moves entries back over the hole while the lookup
     * probes, growth puts another array in place, a slot's key and value are of different moments.
     * The writer takes everything out of the table and puts it in again, one by one and with
     * pauses, and puts enough in for the table to grow; the lookup pauses before it probes, and so
     * probes in the midst of that.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingTableMoves extends Numbers {
        private static final LongLookup<LongTable<Long>, Long> GET =
                (table, key) -> {
                    Pause.spin((int) key & 3);
                    return table.get(key);
                };
        private static final LongLookup<LongTable<Long>, Boolean> CONTAINS =
                (table, key) -> {
                    Pause.spin((int) key & 3);
                    return table.containsKey(key);
                };

        private final LeftRight<LongTable<Long>> table =
                LeftRight.create(new LongTable<>(), LongTable::copy);

        public LookupRacingTableMoves() {
            batch(0);
        }

        @Actor
        public void writer() {
            refreshTo(8, this::batch);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 24; i++) {
                int before = refreshed();
                Long value = table.lookup(PRESENT, GET);
                boolean isAbsentFound = !Boolean.FALSE.equals(table.lookup(ABSENT, CONTAINS));
                sawValue(this, observer, before, value, isAbsentFound);
            }
            result.r1 = observer.verdict();
        }

        private void batch(int number) {
            table.batch(() -> table.write(state -> change(state, number)));
        }

        private static boolean change(LongTable<Long> table, int number) {
            for (long key = 1; key <= 2L * number; key++) {
                table.remove(key);
            }
            Pause.spin(1);
            for (long key = 1; key <= 2L * (number + 2); key++) {
                table.put(key, key << 32 | number);
            }
            return true;
        }
    }

    /**
     * The bug: a lookup in the object-key table misses a key that is there, finds one that is not,
     * returns another key's value, or does not end.
     *
     * <p>How it could be reached: a batch removes the key and puts it again, and for a moment has
     * another that is never refreshed, on a side whose version a slow lookup has loaded before.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingObjectTableMoves extends Numbers {
        private static final SlowKey PRESENT_KEY = new SlowKey(PRESENT);
        private static final SlowKey ABSENT_KEY = new SlowKey(ABSENT);

        private final LeftRightMap<SlowKey, Long> map = LeftRightMap.create();

        public LookupRacingObjectTableMoves() {
            batch(0);
        }

        /** A key whose hash code is that of all others, so that every lookup compares. */
        private record SlowKey(long id) {
            @Override
            public boolean equals(@Nullable Object other) {
                Pause.spin(1);
                return other instanceof SlowKey key && key.id == id;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }

        @Actor
        public void writer() {
            refreshTo(8, this::batch);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 16; i++) {
                int before = refreshed();
                Long value = map.get(PRESENT_KEY);
                sawValue(this, observer, before, value, map.containsKey(ABSENT_KEY));
            }
            result.r1 = observer.verdict();
        }

        private void batch(int number) {
            map.writer()
                    .batch(
                            batch -> {
                                batch.remove(PRESENT_KEY);
                                batch.put(ABSENT_KEY, -1L);
                                Pause.spin(2);
                                batch.remove(ABSENT_KEY);
                                for (long id = 4; id >= 1; id--) {
                                    batch.put(new SlowKey(id), id << 32 | number);
                                }
                            });
        }
    }

    /**
     * The bug: a lookup calls {@code equals} with a key that another thread has not finished
     * building. The map's user has: it built the key, and then put it.
     *
     * <p>How it could be reached: the key's own fields are not final, and nothing orders a racing
     * lookup after the put. What orders them is that the fields of a node are final (JLS 17.5):
     * else the store of the node's key, or those of the key's fields before it, could come after
     * the store of the node in its bucket. Each batch puts new keys in place of equal ones.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingNewKeys extends Numbers {
        private final LeftRightMap<BuiltKey, Integer> map = LeftRightMap.create();

        public LookupRacingNewKeys() {
            batch(0);
        }

        /** A key that is mutable until it is put, with the hash code of all others. */
        private static final class BuiltKey {
            private int id;
            private int sameId;

            /** What judges for the thread that looks this key up; null in a key that is put. */
            private @Nullable Observer observer;

            static BuiltKey of(int id, @Nullable Observer observer) {
                BuiltKey key = new BuiltKey();
                key.observer = observer;
                key.id = id;
                key.sameId = id;
                return key;
            }

            @Override
            public boolean equals(@Nullable Object other) {
                BuiltKey key = other instanceof BuiltKey built ? built : null;
                int seen = key == null ? 0 : key.id;
                if (observer != null && (seen == 0 || key == null || key.sameId != seen)) {
                    observer.report(Verdict.HALF_BUILT);
                }
                return seen == id;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }

        @Actor
        public void writer() {
            refreshTo(12, this::batch);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            BuiltKey wanted = BuiltKey.of(2, observer);
            for (int i = 0; i < 24; i++) {
                int before = refreshed();
                Integer number = map.get(wanted);
                if (number == null) {
                    observer.report(Verdict.MISSING);
                } else {
                    saw(observer, before, number);
                }
            }
            result.r1 = observer.verdict();
        }

        private void batch(int number) {
            map.writer()
                    .batch(
                            batch -> {
                                for (int id = 3; id >= 1; id--) {
                                    batch.remove(BuiltKey.of(id, null));
                                    batch.put(BuiltKey.of(id, null), number);
                                }
                            });
        }
    }

    /**
     * The bug: a lookup by two keys, which is what tells whether a catalog has a product, misses an
     * id that is in the set, finds one that is not, sees ids of two versions, or does not end.
     *
     * <p>How it could be reached: as for {@link LookupRacingTableMoves}. The writer takes
     * everything out of the set and puts it in again, one by one and with pauses, and so much that
     * the set grows; the lookup pauses before it probes.
     */
    @JCStressTest
    @JCStressMeta(Verdicts.class)
    @State
    public static class LookupRacingIdSetMoves extends Numbers {
        private static final int REFRESHES = 8;

        /** This and the number of the version are in the set, in no other version. */
        private static final long NUMBERS = 1L << 40;

        private static final int MISSING = -1;
        private static final int TORN = -2;
        private static final LongPairLookup<IdSet> NUMBER =
                (set, present, absent) -> {
                    Pause.spin(3);
                    if (!set.contains(present) || set.contains(absent)) {
                        return MISSING;
                    }
                    int found = TORN;
                    for (int number = 0; number <= REFRESHES; number++) {
                        if (set.contains(NUMBERS + number)) {
                            if (found != TORN) {
                                return TORN;
                            }
                            found = number;
                        }
                    }
                    return found;
                };

        private final LeftRight<IdSet> ids = LeftRight.create(new IdSet(), IdSet::copy);

        public LookupRacingIdSetMoves() {
            batch(0);
        }

        @Actor
        public void writer() {
            refreshTo(REFRESHES, this::batch);
        }

        @Actor
        public void reader(L_Result result) {
            Observer observer = new Observer();
            for (int i = 0; i < 24; i++) {
                int before = refreshed();
                int number = ids.lookupInt(PRESENT, ABSENT, NUMBER);
                if (number == MISSING) {
                    observer.report(Verdict.MISSING);
                } else if (number == TORN) {
                    observer.report(Verdict.TORN);
                } else {
                    saw(observer, before, number);
                }
            }
            result.r1 = observer.verdict();
        }

        private void batch(int number) {
            ids.batch(() -> ids.write(set -> change(set, number)));
        }

        private static boolean change(IdSet set, int number) {
            for (long id = 1; id <= 2L * number; id++) {
                set.remove(id);
            }
            Pause.spin(1);
            set.remove(NUMBERS + number - 1);
            set.add(NUMBERS + number);
            for (long id = 1; id <= 2L * (number + 2); id++) {
                set.add(id);
            }
            return true;
        }
    }
}
