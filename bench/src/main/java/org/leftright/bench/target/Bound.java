// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.Locale;

/**
 * What a figure has to be.
 *
 * @param kind on which side of the limit
 * @param limit the limit
 */
record Bound(Kind kind, double limit) {
    /** Nothing; it is only reported. */
    static final Bound NONE = new Bound(Kind.NONE, 0);

    /** On which side. */
    enum Kind {
        AT_MOST,
        AT_LEAST,
        NONE
    }

    static Bound atMost(double limit) {
        return new Bound(Kind.AT_MOST, limit);
    }

    static Bound atLeast(double limit) {
        return new Bound(Kind.AT_LEAST, limit);
    }

    boolean allows(double value) {
        return switch (kind) {
            case AT_MOST -> value <= limit;
            case AT_LEAST -> value >= limit;
            case NONE -> true;
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AT_MOST -> "≤ " + number(limit);
            case AT_LEAST -> "≥ " + number(limit);
            case NONE -> "";
        };
    }

    /** Three digits that count, or more before the point. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size != 0 && size < 0.001) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        String digits = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return size == 0 ? "0" : String.format(Locale.ROOT, digits, value);
    }
}
