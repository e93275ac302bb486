// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the catalog must be after the whole file, found by plain collections.
 *
 * <p>On purpose this shares nothing with {@link DeltaStream} but the parsed lines, and follows the
 * rules of the package's documentation by other means: it works on names instead of ids, on the end
 * result instead of changes, tells goods by a pattern, and gives the prices to the variants at the
 * end.
 */
public final class Replay {
    private static final Pattern GOODS =
            Pattern.compile("\\d{5}.*|gift_.*|DCGS.*|SP\\d.*|PADS", Pattern.DOTALL);

    /** A name that is sold: a code, with the suffix of a variant. */
    private final Map<String, Article> articles = new HashMap<>();

    private final Map<String, BigDecimal> lastPrices = new HashMap<>();
    private final Map<String, Map<String, Long>> soldByCountry = new TreeMap<>();
    private final Map<String, Integer> countryCounts = new HashMap<>();

    private final Map<String, Product> products = new TreeMap<>();

    private record Article(String code, String description, RetailLine lastSale) {}

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
        Set<String> seen = new HashSet<>();
        for (RetailLine line : lines) {
            if (!GOODS.matcher(line.code()).matches()) {
                continue;
            }
            if (line.invoice().indexOf('C') == 0) {
                replay.cancel(variant(line, variants), line);
            } else if (line.quantity() >= 1 && line.unitPrice().compareTo(BigDecimal.ZERO) > 0) {
                replay.lastPrices.put(line.code(), line.unitPrice());
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
        replay.price();
        return replay;
    }

    private static String variant(RetailLine line, int variants) {
        int variant = line.number() % variants;
        return variant > 0 ? line.code() + '~' + variant : line.code();
    }

    private void sell(String name, RetailLine line) {
        Map<String, Long> sold =
                soldByCountry.computeIfAbsent(line.country(), country -> new HashMap<>());
        if (sold.merge(name, (long) line.quantity(), Long::sum) == line.quantity()) {
            countryCounts.merge(name, 1, Integer::sum);
        }
        Article old = articles.get(name);
        String description = line.description();
        if (description.isEmpty()) {
            description = old == null ? name : old.description();
        }
        articles.put(name, new Article(line.code(), description, line));
    }

    private void cancel(String name, RetailLine line) {
        Map<String, Long> sold = soldByCountry.get(line.country());
        if (sold == null || !sold.containsKey(name)) {
            return;
        }
        long rest = sold.get(name) - Math.abs((long) line.quantity());
        if (rest > 0) {
            sold.put(name, rest);
        } else {
            sold.remove(name);
            if (countryCounts.merge(name, -1, Integer::sum) == 0) {
                articles.remove(name);
            }
        }
    }

    private void price() {
        articles.forEach(
                (name, article) -> {
                    BigDecimal price = Objects.requireNonNull(lastPrices.get(article.code()));
                    LocalDateTime time = article.lastSale().time();
                    products.put(name, new Product(name, article.description(), price, time));
                });
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
        for (Entry<String, Map<String, Long>> sold : soldByCountry.entrySet()) {
            if (!sold.getValue().isEmpty()) {
                catalogs.put(sold.getKey(), sold.getValue().keySet());
            }
        }
        return catalogs;
    }
}
