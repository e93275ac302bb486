// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the catalog must be after the whole file, found by plain collections.
 *
 * <p>On purpose this shares nothing with {@link DeltaStream} but the parsed lines: it works on
 * names instead of ids, on the end result instead of changes, and it says which codes are goods
 * where the other says which are services.
 */
public final class Replay {
    /** Five digits with perhaps letters, and the few codes of goods that look otherwise. */
    private static final Pattern GOODS =
            Pattern.compile("\\d{5}[A-Za-z]*|gift_\\d+_\\d+|DCGS\\w+|PADS");

    private final Map<String, Product> products = new TreeMap<>();
    private final Map<String, Map<String, Integer>> soldByCountry = new TreeMap<>();

    private Replay() {}

    /**
     * Replays a file.
     *
     * @param lines its lines in order of time
     * @param variants how many variants each code has
     * @return the end result
     */
    public static Replay of(List<RetailLine> lines, int variants) {
        Replay replay = new Replay();
        Set<String> seen = new TreeSet<>();
        for (RetailLine line : lines) {
            if (!GOODS.matcher(line.code()).matches()) {
                continue;
            }
            boolean cancelled = line.invoice().charAt(0) == 'C';
            if (cancelled) {
                replay.cancel(variant(line, variants), line);
            } else if (line.quantity() >= 1 && line.unitPrice().doubleValue() > 0) {
                if (seen.add(line.code())) {
                    replay.sell(line.code(), line);
                    for (int i = 1; i < variants; i++) {
                        replay.sell(line.code() + '~' + i, line);
                    }
                } else {
                    replay.sell(variant(line, variants), line);
                }
            }
        }
        return replay;
    }

    private static String variant(RetailLine line, int variants) {
        int variant = line.number() % variants;
        return variant > 0 ? line.code() + '~' + variant : line.code();
    }

    private void sell(String code, RetailLine line) {
        soldByCountry
                .computeIfAbsent(line.country(), country -> new HashMap<>())
                .merge(code, line.quantity(), Integer::sum);
        Product old = products.get(code);
        String description = line.description();
        if (description.isEmpty()) {
            description = old == null ? code : old.description();
        }
        products.put(code, new Product(code, description, line.unitPrice(), line.time()));
    }

    private void cancel(String code, RetailLine line) {
        Map<String, Integer> sold = soldByCountry.get(line.country());
        if (sold == null || !sold.containsKey(code)) {
            return;
        }
        int rest = sold.get(code) - Math.abs(line.quantity());
        if (rest > 0) {
            sold.put(code, rest);
        } else {
            sold.remove(code);
        }
        if (soldByCountry.values().stream().noneMatch(codes -> codes.containsKey(code))) {
            products.remove(code);
        }
    }

    /**
     * The products.
     *
     * @return them by code
     */
    public Map<String, Product> products() {
        return products;
    }

    /**
     * The codes of each country that has any.
     *
     * @return them by country
     */
    public Map<String, Set<String>> catalogs() {
        Map<String, Set<String>> catalogs = new TreeMap<>();
        for (Entry<String, Map<String, Integer>> sold : soldByCountry.entrySet()) {
            if (!sold.getValue().isEmpty()) {
                catalogs.put(sold.getKey(), sold.getValue().keySet());
            }
        }
        return catalogs;
    }
}
