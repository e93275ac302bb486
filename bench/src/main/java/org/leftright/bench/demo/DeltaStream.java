// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * Turns the file into delta batches, one for each half-hour window that changes something.
 *
 * <p>What a line means is said in the package's documentation. Scaling to {@code n} variants keeps
 * the work of a window near that of the file: a code's first sale brings all its variants into that
 * country's catalog, every other line concerns the one variant {@code line number mod n}.
 */
public final class DeltaStream implements Iterator<Delta> {
    private final List<RetailLine> lines;
    private final Ids ids;
    private final int variants;
    private int next;

    // The shop's books.
    private final Set<String> introduced = new HashSet<>();
    private final Map<Long, Product> products = new HashMap<>();
    private final Map<Entry, Integer> bought = new HashMap<>();
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

    private void take(RetailLine line) {
        switch (LineKind.of(line)) {
            case SALE -> {
                if (introduced.add(line.code())) {
                    for (int variant = 0; variant < variants; variant++) {
                        sale(line, variant);
                    }
                } else {
                    sale(line, line.number() % variants);
                }
            }
            case CANCELLATION -> takeBack(line, line.number() % variants);
            case SERVICE, ADJUSTMENT -> {
                // changes nothing
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
        if (bought.merge(entry, line.quantity(), Integer::sum) == line.quantity()) {
            catalogCounts.merge(id, 1, Integer::sum);
            touchedEntries.put(entry, true);
        }
    }

    private void takeBack(RetailLine line, int variant) {
        long id = ids.productId(line.code(), variant);
        Entry entry = new Entry(ids.catalogId(line.country()), id);
        Integer before = bought.get(entry);
        if (before == null) {
            return; // never bought in this sample
        }
        int left = before + line.quantity(); // the quantity of a cancellation is negative
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
