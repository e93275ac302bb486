// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks for a wait without end: a cycle of states in all of which a thread waits, that can go on
 * for ever although every thread that can take a step takes one in it. Such a cycle exists exactly
 * if a strongly connected set of waiting states is fair: each thread takes a step inside the set,
 * or cannot take one somewhere in it.
 */
final class Starvation {
    private final Machine machine;
    private final Explorer explorer;
    private final int[] component;
    private int componentCount;

    /** Takes a search that has visited all states and found none wrong. */
    Starvation(Machine machine, Explorer explorer) {
        this.machine = machine;
        this.explorer = explorer;
        this.component = new int[explorer.stateCount()];
    }

    /** A state from which the waiting can go on for ever, or -1. */
    int find(Predicate<byte[]> waits) {
        Arrays.fill(component, -1);
        findComponents(waits);
        int threads = machine.threadCount();
        boolean[][] moves = new boolean[componentCount][threads];
        for (int s = 0; s < component.length; s++) {
            if (component[s] < 0) {
                continue;
            }
            byte[] state = explorer.state(s);
            for (int t = 0; t < threads; t++) {
                List<Integer> next = successors(state, t);
                if (next.isEmpty()) {
                    moves[component[s]][t] = true; // it cannot, so this is fair to it
                }
                for (int successor : next) {
                    moves[component[s]][t] |= component[successor] == component[s];
                }
            }
        }
        for (int s = 0; s < component.length; s++) {
            if (component[s] >= 0 && areAllTrue(moves[component[s]])) {
                return s;
            }
        }
        return -1;
    }

    private static boolean areAllTrue(boolean[] flags) {
        for (boolean flag : flags) {
            if (!flag) {
                return false;
            }
        }
        return true;
    }

    private List<Integer> successors(byte[] state, int thread) {
        List<Integer> successors = new ArrayList<>();
        for (int i = 0; i < machine.windowCount(state, thread); i++) {
            if (machine.canPerform(state, thread, i)) {
                for (int o = 0; o < machine.outcomeCount(state, thread, i); o++) {
                    successors.add(explorer.indexOf(machine.perform(state, thread, i, o)));
                }
            }
        }
        return successors;
    }

    /** Tarjan's strongly connected components, without recursion, among the waiting states. */
    private void findComponents(Predicate<byte[]> waits) {
        int count = component.length;
        boolean[] waiting = new boolean[count];
        for (int s = 0; s < count; s++) {
            waiting[s] = waits.test(explorer.state(s));
        }
        int[] index = new int[count];
        int[] low = new int[count];
        boolean[] onStack = new boolean[count];
        ArrayDeque<Integer> stack = new ArrayDeque<>();
        ArrayDeque<Visit> visits = new ArrayDeque<>();
        int nextIndex = 1;
        for (int root = 0; root < count; root++) {
            if (!waiting[root] || index[root] != 0) {
                continue;
            }
            visits.push(new Visit(root, allSuccessors(root)));
            while (!visits.isEmpty()) {
                Visit visit = visits.peek();
                int s = visit.state;
                if (index[s] == 0) {
                    index[s] = nextIndex;
                    low[s] = nextIndex++;
                    stack.push(s);
                    onStack[s] = true;
                }
                if (visit.next < visit.successors.size()) {
                    int t = visit.successors.get(visit.next++);
                    if (!waiting[t]) {
                        continue;
                    }
                    if (index[t] == 0) {
                        visits.push(new Visit(t, allSuccessors(t)));
                    } else if (onStack[t]) {
                        low[s] = Math.min(low[s], index[t]);
                    }
                    continue;
                }
                visits.pop();
                if (!visits.isEmpty()) {
                    int parent = visits.peek().state;
                    low[parent] = Math.min(low[parent], low[s]);
                }
                if (low[s] == index[s]) {
                    int member;
                    do {
                        member = stack.pop();
                        onStack[member] = false;
                        component[member] = componentCount;
                    } while (member != s);
                    componentCount++;
                }
            }
        }
    }

    private List<Integer> allSuccessors(int s) {
        byte[] state = explorer.state(s);
        List<Integer> successors = new ArrayList<>();
        for (int t = 0; t < machine.threadCount(); t++) {
            successors.addAll(successors(state, t));
        }
        return successors;
    }

    private static final class Visit {
        private final int state;
        private final List<Integer> successors;
        private int next;

        Visit(int state, List<Integer> successors) {
            this.state = state;
            this.successors = successors;
        }
    }
}
