// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/** What each phase does: the same data, the same batches, the same requests. */
final class Plan {
    private static final long WINDOWS_A_DAY = 48;

    private final List<RetailLine> lines;
    private final Ids ids;
    private final Load load;
    private final Delta opening;
    private final List<Delta> batches;
    private final VersionTotals totals;
    private final PriceLists priceLists;

    /**
     * The load.
     *
     * @param variants how many variants each code has
     * @param readers how many reader threads
     * @param rate how many requests a second are due, of all threads
     * @param seconds how long they are due
     * @param flatOutSeconds how long readers then go as fast as they can
     */
    record Load(int variants, int readers, int rate, int seconds, int flatOutSeconds) {

        /**
         * Returns a small load, whose figures are not kept: so that each subject finds code that
         * has been compiled with all of them in view, and none pays for being the first.
         */
        Load practice() {
            return new Load(Math.min(variants, 4), readers, Math.min(rate, 2_000), 1, 1);
        }
    }

    /**
     * Makes the batches: one a second, of a day of the shop each, the last days of the file. What
     * was before is there when serving begins.
     *
     * @param lines the file
     * @param load the load
     * @throws DemoException if the file is too short
     */
    Plan(List<RetailLine> lines, Load load) throws DemoException {
        this.lines = lines;
        this.ids = new Ids(lines);
        this.load = load;
        List<Delta> days = days(new DeltaStream(lines, ids, load.variants));
        int count = Math.min(load.seconds + load.flatOutSeconds, days.size() - 1);
        if (count < 1) {
            throw new DemoException(
                    "the data must be of two days at least, which change something");
        }
        int begin = days.size() - count;
        this.opening = together(days.subList(0, begin));
        this.batches = List.copyOf(days.subList(begin, days.size()));
        this.totals =
                new VersionTotals(Stream.concat(Stream.of(opening), batches.stream()).toList());
        this.priceLists = new PriceLists(opening, batches);
    }

    private static List<Delta> days(DeltaStream windows) {
        List<Delta> days = new ArrayList<>();
        List<Delta> day = new ArrayList<>();
        while (windows.hasNext()) {
            Delta window = windows.next();
            if (!day.isEmpty()
                    && Math.floorDiv(day.get(0).window(), WINDOWS_A_DAY)
                            != Math.floorDiv(window.window(), WINDOWS_A_DAY)) {
                days.add(together(day));
                day.clear();
            }
            day.add(window);
        }
        if (!day.isEmpty()) {
            days.add(together(day));
        }
        days.removeIf(delta -> delta.size() == 0);
        return days;
    }

    /** Makes one delta of several: each key once, as it is after the last. */
    private static Delta together(List<Delta> deltas) {
        Map<Long, ProductChange> products = new LinkedHashMap<>();
        Map<List<Long>, MemberChange> members = new LinkedHashMap<>();
        for (Delta delta : deltas) {
            delta.products().forEach(change -> products.put(change.productId(), change));
            delta.members()
                    .forEach(
                            change ->
                                    members.put(
                                            List.of(change.catalogId(), change.productId()),
                                            change));
        }
        return new Delta(
                deltas.get(0).window(),
                List.copyOf(products.values()),
                List.copyOf(members.values()));
    }

    List<RetailLine> lines() {
        return lines;
    }

    Ids ids() {
        return ids;
    }

    Load load() {
        return load;
    }

    /** Returns all that is there when serving begins. */
    Delta opening() {
        return opening;
    }

    /** Returns what comes while serving. */
    List<Delta> batches() {
        return batches;
    }

    /** Returns how many changes a batch has, on average. */
    long batchSize() {
        return Math.round(batches.stream().mapToInt(Delta::size).average().orElse(0));
    }

    /** Returns the time between two batches. */
    long intervalNs() {
        return (load.seconds + load.flatOutSeconds) * 1_000_000_000L / batches.size();
    }

    /** Returns which prices belong together. */
    PriceLists priceLists() {
        return priceLists;
    }

    /** Returns which totals belong together. */
    VersionTotals totals() {
        return totals;
    }
}
