// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A litmus test: what each thread does and sees, and what the locations hold in the end. All hold 0
 * at first. An immutable value, each of whose methods returns another.
 *
 * @param threads what each does
 * @param finals what some locations hold in the end
 */
record Litmus(List<List<Instruction>> threads, SortedMap<String, Integer> finals) {
    static Litmus of(List<List<Instruction>> threads) {
        return new Litmus(threads, new TreeMap<>());
    }

    static Litmus test() {
        return of(List.of());
    }

    Litmus thread(Instruction... instructions) {
        List<List<Instruction>> more = new ArrayList<>(threads);
        more.add(List.of(instructions));
        return new Litmus(List.copyOf(more), finals);
    }

    Litmus ends(String location, int value) {
        SortedMap<String, Integer> more = new TreeMap<>(finals);
        more.put(location, value);
        return new Litmus(threads, more);
    }
}
