// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * A key whose hashCode, equals and compareTo fail when a test says so. All hash codes are equal.
 */
final class FaultyKey implements Comparable<FaultyKey> {
    private static @Nullable Throwable fault;
    private static int callsUntilFault;

    private final String name;

    FaultyKey(String name) {
        this.name = name;
    }

    /** Makes the nth call from now on any key throw, and all after it until {@link #heal}. */
    static void failAfter(int calls, Throwable failure) {
        callsUntilFault = calls;
        fault = failure;
    }

    static void heal() {
        fault = null;
    }

    private static void perhapsFail() {
        if (fault != null && callsUntilFault-- <= 0) {
            Actor.<RuntimeException>sneak(fault);
        }
    }

    @Override
    public int hashCode() {
        perhapsFail();
        return 7;
    }

    @Override
    public boolean equals(Object other) {
        perhapsFail();
        return other instanceof FaultyKey key && key.name.equals(name);
    }

    @Override
    public int compareTo(FaultyKey other) {
        perhapsFail();
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
