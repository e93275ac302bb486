// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Throws on purpose, counts, and knows afterwards what was thrown on purpose. */
final class Faults {
    private static final String ON_PURPOSE = "on purpose";

    private final Map<Fault, AtomicLong> counts = new EnumMap<>(Fault.class);

    Faults() {
        for (Fault fault : Fault.values()) {
            counts.put(fault, new AtomicLong());
        }
    }

    /** What a user's code throws. */
    private static final class Injected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Injected(Fault fault) {
            super(ON_PURPOSE + ": " + fault, null, false, false);
        }
    }

    /** Throws, one of two kinds. */
    void raise(Fault fault) {
        boolean outOfMemory = ThreadLocalRandom.current().nextInt(4) == 0;
        Throwable thrown = outOfMemory ? new OutOfMemoryError(ON_PURPOSE) : new Injected(fault);
        count(fault);
        if (outOfMemory) {
            count(Fault.INJECTED_OUT_OF_MEMORY);
            throw (OutOfMemoryError) thrown;
        }
        throw (Injected) thrown;
    }

    /** Throws in a function given to a write if that is due, or else returns its result. */
    <R> R thrownIf(boolean due, R result) {
        if (due) {
            raise(Fault.FUNCTION_THREW);
        }
        return result;
    }

    /** Throws, for where an error would not be caught. */
    void raiseException(Fault fault) {
        count(fault);
        throw new Injected(fault);
    }

    void count(Fault fault) {
        counter(fault).incrementAndGet();
    }

    long countOf(Fault fault) {
        return counter(fault).get();
    }

    private AtomicLong counter(Fault fault) {
        return Objects.requireNonNull(counts.get(fault));
    }

    /** Tells whether it was thrown on purpose, or because memory ended, which is counted. */
    boolean isExpected(Throwable thrown, Fault outOfMemory) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof Injected || isInjected(t)) {
                return true;
            }
            if (t instanceof OutOfMemoryError) {
                count(outOfMemory);
                return true;
            }
        }
        return false;
    }

    private static boolean isInjected(Throwable t) {
        return t instanceof OutOfMemoryError && ON_PURPOSE.equals(t.getMessage());
    }
}
