// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where everything is, and what it is called in a trace. One byte each, 0 at first. */
final class Memory {
    private final List<String> names = new ArrayList<>();

    /** The number of the live version. */
    final int live = cell("live");

    /** Two numbers per side that are equal in every version; an op sets both. */
    final int[] one;

    final int[] other;
    final int[] pinned;

    /** What each reader's cell holds. The version is kept plus one, 0 for none. */
    final int[] epoch;

    final int[] loadedEpoch;
    final int[] version;
    final int[] ownedEpoch;
    final int[] owner;
    final int[] depth;
    final int[] registered;
    final int[] dropped;

    /** What each version consists of; it never changes. */
    final int[] sideOf;

    final int[] numberOf;

    /** The version that the last refresh that returned made live. */
    final int returned = cell("returned");

    /** How many slots have been given back, of the last ones. */
    final int retired = cell("retired");

    /** The thread that holds each cell, plus one; for the oracle. */
    final int[] holder;

    /** Whether each thread has ended. */
    final int[] dead;

    Memory(int sides, int cells, int versions, int threads) {
        one = cells(sides, "side %d one");
        other = cells(sides, "side %d other");
        pinned = cells(sides, "side %d pinned");
        epoch = cells(cells, "cell %d epoch");
        loadedEpoch = cells(cells, "cell %d loadedEpoch");
        version = cells(cells, "cell %d version");
        ownedEpoch = cells(cells, "cell %d ownedEpoch");
        owner = cells(cells, "cell %d owner");
        depth = cells(cells, "cell %d depth");
        registered = cells(cells, "cell %d registered");
        dropped = cells(cells, "cell %d dropped");
        holder = cells(cells, "cell %d holder");
        dead = cells(threads, "thread %d dead");
        sideOf = cells(versions, "version %d side");
        numberOf = cells(versions, "version %d number");
    }

    int cell(String name) {
        names.add(name);
        return names.size() - 1;
    }

    int[] cells(int count, String name) {
        int[] addresses = new int[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = cell(name.formatted(i));
        }
        return addresses;
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return Collections.unmodifiableList(names);
    }
}
