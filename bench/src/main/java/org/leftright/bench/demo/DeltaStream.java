// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/**
 * Turns the file into deltas, one for each half-hour window. What a line means, and what becomes of
 * it with more than one variant, is said in the package's documentation.
 */
public final class DeltaStream implements Iterator<Delta> {
    private final List<RetailLine> lines;
    private final Ids ids;
    private final int variants;
    private int next;

    // The shop's books.
    private final Map<String, BigDecimal> prices = new HashMap<>(); // of all variants
    private final Map<Long, Product> products = new HashMap<>();
    private final Map<Entry, Long> bought = new HashMap<>();
    private final Map<Long, Integer> catalogCounts = new HashMap<>();

    // What the current window touched.
    private final Set<Long> touchedProducts = new LinkedHashSet<>();
    private final Map<Entry, Boolean> touchedEntries = new LinkedHashMap<>();

    private record Entry(int catalogId, long productId) {}

    /**
     * Creates a stream at the beginning of the file.
     *
     * @param lines the file
     * @param ids the ids of its codes and countries
     * @param variants how many variants each code has, at least 1
     */
    public DeltaStream(List<RetailLine> lines, Ids ids, int variants) {
        this.lines = lines;
        this.ids = ids;
        this.variants = variants;
    }

    /**
     * Counts the windows that hold at least one line.
     *
     * @param lines the file
     * @return the number of deltas its stream has
     */
    public static int windowCount(List<RetailLine> lines) {
        return (int) lines.stream().mapToLong(RetailLine::window).distinct().count();
    }

    @Override
    public boolean hasNext() {
        return next < lines.size();
    }

    /** Returns the next window's changes; empty if its lines change nothing. */
    @Override
    public Delta next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long window = lines.get(next).window();
        while (hasNext() && lines.get(next).window() == window) {
            take(lines.get(next++));
        }
        List<ProductChange> changedProducts = new ArrayList<>(touchedProducts.size());
        for (Long id : touchedProducts) {
            changedProducts.add(new ProductChange(id, products.get(id)));
        }
        List<MemberChange> changedEntries = new ArrayList<>(touchedEntries.size());
        touchedEntries.forEach(
                (entry, member) ->
                        changedEntries.add(
                                new MemberChange(entry.catalogId(), entry.productId(), member)));
        touchedProducts.clear();
        touchedEntries.clear();
        return new Delta(window, changedProducts, changedEntries);
    }

    @SuppressWarnings("BigDecimalEquals") // 2.5 and 2.50 are two products, as the replay sees them
    private void take(RetailLine line) {
        switch (LineKind.of(line)) {
            case SALE -> {
                BigDecimal before = prices.put(line.code(), line.unitPrice());
                if (before == null) {
                    for (int variant = 0; variant < variants; variant++) {
                        sale(line, variant);
                    }
                } else {
                    if (!before.equals(line.unitPrice())) {
                        reprice(line);
                    }
                    sale(line, line.number() % variants);
                }
            }
            case CANCELLATION -> takeBack(line, line.number() % variants);
            case SERVICE, ADJUSTMENT -> {
                // changes nothing
            }
        }
    }

    private void reprice(RetailLine line) {
        for (int variant = 0; variant < variants; variant++) {
            long id = ids.productId(line.code(), variant);
            Product known = products.get(id);
            if (known != null) {
                products.put(id, known.at(line.unitPrice()));
                touchedProducts.add(id);
            }
        }
    }

    private void sale(RetailLine line, int variant) {
        long id = ids.productId(line.code(), variant);
        Product known = products.get(id);
        String code = known != null ? known.code() : Ids.variantCode(line.code(), variant);
        String description = line.description();
        if (description.isEmpty()) {
            description = known != null ? known.description() : code;
        }
        BigDecimal price = line.unitPrice();
        products.put(id, new Product(code, description, price, line.time()));
        touchedProducts.add(id);

        Entry entry = new Entry(ids.catalogId(line.country()), id);
        if (bought.merge(entry, (long) line.quantity(), Long::sum) == line.quantity()) {
            catalogCounts.merge(id, 1, Integer::sum);
            touchedEntries.put(entry, true);
        }
    }

    private void takeBack(RetailLine line, int variant) {
        long id = ids.productId(line.code(), variant);
        Entry entry = new Entry(ids.catalogId(line.country()), id);
        Long before = bought.get(entry);
        if (before == null) {
            return; // never bought in this sample
        }
        // The quantity of a cancellation is negative, as a rule.
        long left = before + (line.quantity() < 0 ? line.quantity() : -(long) line.quantity());
        if (left > 0) {
            bought.put(entry, left);
            return;
        }
        bought.remove(entry);
        touchedEntries.put(entry, false);
        if (catalogCounts.merge(id, -1, Integer::sum) == 0) {
            catalogCounts.remove(id);
            products.remove(id);
            touchedProducts.add(id);
        }
    }
}
