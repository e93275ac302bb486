// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import java.util.Locale;

/** How values are written. */
final class Text {
    private Text() {}

    /** A time with a unit that keeps it short. */
    static String time(double ns) {
        if (ns < 1e3) {
            return number(ns) + " ns";
        }
        if (ns < 1e6) {
            return number(ns / 1e3) + " µs";
        }
        return ns < 1e9 ? number(ns / 1e6) + " ms" : number(ns / 1e9) + " s";
    }

    /** A count on an axis. */
    static String shortCount(double value) {
        if (value >= 1e6) {
            return number(value / 1e6) + "M";
        }
        return value < 1e3 ? number(value) : number(value / 1e3) + "k";
    }

    /** A count of entries or ops. */
    static String count(double value) {
        if (value >= 1e6) {
            return number(value / 1e6) + " million";
        }
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** A part of a whole. */
    static String share(double value) {
        return number(100 * value) + "%";
    }

    /** A percentile, of 1 / (1 - percentile / 100). */
    static String percentile(double inverse) {
        return number(100 - 100 / inverse) + "%";
    }

    /** Writes a number without zeroes at the end. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, value < 10 ? "%.6f" : "%.3f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Two digits that tell. */
    static String rough(double value) {
        if (value >= 9.95) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int digits = value <= 0 ? 2 : 1 - (int) Math.floor(Math.log10(value));
        return String.format(Locale.ROOT, "%." + Math.max(2, digits) + "f", value);
    }
}
