// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that can be reached, breadth first, until one is wrong: a check has failed, or
 * nobody can go on although somebody is not done. States are kept whole, so that the search is
 * exhaustive, not probably so.
 */
final class Explorer {
    private static final int CHUNK_STATES = 1 << 14;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Machine machine;
    private final int stateSize;
    private final int stateLimit;

    private final List<byte[]> chunks = new ArrayList<>();
    private int[] parents = new int[1 << 14];
    private int[] table = new int[1 << 15];
    private int stateCount;
    private long transitionCount;

    Explorer(Machine machine, int stateLimit) {
        this.machine = machine;
        this.stateSize = machine.stateSize();
        this.stateLimit = stateLimit;
    }

    int stateCount() {
        return stateCount;
    }

    long transitionCount() {
        return transitionCount;
    }

    /**
     * Explores.
     *
     * @return the first state found wrong and how it came about, or null
     */
    @Nullable Trace explore(byte[] memory) {
        byte[] first = machine.initial(memory);
        if (machine.fault() != null) {
            return new Trace(machine.fault(), List.of());
        }
        add(first, -1);
        for (int current = 0; current < stateCount; current++) {
            byte[] state = state(current);
            boolean isStuck = true;
            boolean isDone = true;
            for (int t = 0; t < machine.threadCount(); t++) {
                isDone &= machine.isDone(state, t);
                for (int i = 0; i < machine.windowCount(state, t); i++) {
                    if (!machine.canPerform(state, t, i)) {
                        continue;
                    }
                    isStuck = false;
                    for (int o = 0; o < machine.outcomeCount(state, t, i); o++) {
                        transitionCount++;
                        byte[] next = machine.perform(state, t, i, o);
                        String fault = machine.fault();
                        add(next, current);
                        if (fault != null) {
                            return trace(fault, current, next);
                        }
                    }
                }
            }
            if (isStuck && !isDone) {
                return trace("nobody can go on", current, null);
            }
        }
        return null;
    }

    byte[] state(int index) {
        byte[] state = new byte[stateSize];
        int offset = (index & (CHUNK_STATES - 1)) * stateSize;
        System.arraycopy(chunks.get(index / CHUNK_STATES), offset, state, 0, stateSize);
        return state;
    }

    /** The index of a state that was visited. */
    int indexOf(byte[] state) {
        int slot = slotOf(state);
        return table[slot] - 1;
    }

    private void add(byte[] state, int parent) {
        int slot = slotOf(state);
        if (table[slot] != 0) {
            return;
        }
        if (stateCount == stateLimit) {
            throw new IllegalStateException(
                    "more than " + stateLimit + " states: cut the model into smaller ones");
        }
        int offset = (stateCount & (CHUNK_STATES - 1)) * stateSize;
        if (offset == 0) {
            chunks.add(new byte[CHUNK_STATES * stateSize]);
        }
        System.arraycopy(state, 0, chunks.get(stateCount / CHUNK_STATES), offset, stateSize);
        if (stateCount == parents.length) {
            parents = Arrays.copyOf(parents, 2 * stateCount);
        }
        parents[stateCount++] = parent;
        table[slot] = stateCount;
        if (2 * stateCount > table.length) {
            grow();
        }
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int i = 0; i < stateCount; i++) {
            int slot = hash(chunks.get(i / CHUNK_STATES), (i & (CHUNK_STATES - 1)) * stateSize);
            slot &= table.length - 1;
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = i + 1;
        }
    }

    private int slotOf(byte[] state) {
        int slot = hash(state, 0) & (table.length - 1);
        while (table[slot] != 0) {
            int known = table[slot] - 1;
            int offset = (known & (CHUNK_STATES - 1)) * stateSize;
            byte[] chunk = chunks.get(known / CHUNK_STATES);
            if (Arrays.equals(chunk, offset, offset + stateSize, state, 0, stateSize)) {
                break;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    /** Eight bytes at a time: the search spends much of its time here. */
    private int hash(byte[] bytes, int offset) {
        long hash = 0xcbf29ce484222325L;
        int i = 0;
        for (; i <= stateSize - Long.BYTES; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, offset + i));
        }
        for (; i < stateSize; i++) {
            hash = mix(hash ^ bytes[offset + i]);
        }
        return (int) hash;
    }

    /** Lets each bit change the low bits of the result, which choose the slot. */
    private static long mix(long bits) {
        long product = bits * 0x9e3779b97f4a7c15L;
        return product ^ product >>> 32;
    }

    /** How a visited state came about. */
    Trace traceTo(int index, String fault) {
        return trace(fault, index, null);
    }

    private Trace trace(String fault, int last, byte @Nullable [] beyond) {
        ArrayDeque<byte[]> path = new ArrayDeque<>();
        if (beyond != null) {
            path.addFirst(beyond);
        }
        for (int i = last; i >= 0; i = parents[i]) {
            path.addFirst(state(i));
        }
        return new Trace(fault, Collections.unmodifiableList(new ArrayList<>(path)));
    }

    /**
     * How a wrong state came about.
     *
     * @param fault what is wrong
     * @param states from the first to the wrong one
     */
    record Trace(String fault, List<byte[]> states) {}
}
