// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what is served with the replay of the file, both ways.
 *
 * @param productCount how many products were compared
 * @param entryCount how many catalog entries were compared
 * @param differences what differs, the first few only
 * @param differenceCount how many differences there are
 */
record Check(int productCount, int entryCount, List<String> differences, int differenceCount) {
    private static final int SHOWN = 5;

    /**
     * Compares.
     *
     * @param served what is served
     * @param expected what should be
     * @param ids the ids of codes and countries
     * @param variants how many variants each code has
     * @return the result
     */
    static Check compare(Contents served, Replay expected, Ids ids, int variants) {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Long> known : ids.productIds(variants).entrySet()) {
            Product want = expected.products().get(known.getKey());
            Product have = served.product(known.getValue());
            if (want == null ? have != null : !want.equals(have)) {
                differences.add(
                        "product " + known.getKey() + ": expected " + want + ", served " + have);
            }
        }
        if (served.productCount() != expected.products().size()) {
            differences.add(
                    "products: expected "
                            + expected.products().size()
                            + ", served "
                            + served.productCount());
        }
        int entries = 0;
        Map<String, Set<String>> catalogs = expected.catalogs();
        for (String country : ids.countries()) {
            Set<String> want = catalogs.getOrDefault(country, Set.of());
            Set<String> have = new HashSet<>();
            for (long id : served.productIds(ids.catalogId(country))) {
                if (!have.add(ids.code(id))) {
                    differences.add("catalog " + country + ": " + ids.code(id) + " twice");
                }
            }
            entries += want.size();
            if (!want.equals(have)) {
                differences.add("catalog " + country + ": " + difference(want, have));
            }
        }
        return new Check(
                expected.products().size(),
                entries,
                List.copyOf(differences.subList(0, Math.min(SHOWN, differences.size()))),
                differences.size());
    }

    private static String difference(Set<String> want, Set<String> have) {
        Set<String> missing = new HashSet<>(want);
        missing.removeAll(have);
        Set<String> surplus = new HashSet<>(have);
        surplus.removeAll(want);
        return missing.size() + " missing, " + surplus.size() + " too many";
    }

    /** Returns whether everything is equal. */
    boolean equal() {
        return differenceCount == 0;
    }

    /** Returns the result in one line. */
    String summary() {
        return equal()
                ? String.format(
                        "equal to the independent replay: %,d products, %,d catalog entries",
                        productCount, entryCount)
                : String.format(
                        "NOT equal to the independent replay: %,d differences", differenceCount);
    }
}
