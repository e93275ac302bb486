// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Total orders of a few events, as relations. */
final class Orders {
    private Orders() {}

    /**
     * Whether some total order of the events, which extends a relation, passes a test.
     *
     * @param size of the execution
     * @param events a set
     * @param extended what the orders extend, as far as it is between two of the events; none do if
     *     that has a cycle
     * @param test of an order
     */
    static boolean anyOf(int size, long events, Relation extended, Predicate<Relation> test) {
        Relation before = extended.from(events).to(events).plus();
        return before.isIrreflexive() && extend(size, events, before, new ArrayList<>(), test);
    }

    private static boolean extend(
            int size, long rest, Relation before, List<Integer> prefix, Predicate<Relation> test) {
        if (rest == 0) {
            return test.test(
                    Relation.order(size, prefix.stream().mapToInt(Integer::intValue).toArray()));
        }
        for (long left = rest; left != 0; left &= left - 1) {
            int next = Long.numberOfTrailingZeros(left);
            if (Relation.has(before.from(rest).range(), next)) {
                continue; // another of them comes before it
            }
            prefix.add(next);
            if (extend(size, rest & ~(1L << next), before, prefix, test)) {
                return true;
            }
            prefix.remove(prefix.size() - 1);
        }
        return false;
    }

    /** Whether some choice of one order for each of several sets of events passes a test. */
    static boolean anyOfEach(
            int size, List<Long> sets, Relation extended, Predicate<Relation> test) {
        return choose(size, sets, extended, Relation.empty(size), test);
    }

    private static boolean choose(
            int size,
            List<Long> sets,
            Relation extended,
            Relation chosen,
            Predicate<Relation> test) {
        if (sets.isEmpty()) {
            return test.test(chosen);
        }
        return anyOf(
                size,
                sets.get(0),
                extended,
                order ->
                        choose(
                                size,
                                sets.subList(1, sets.size()),
                                extended,
                                chosen.or(order),
                                test));
    }
}
