// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a run comes to, in sentences made of its figures. */
final class Story {
    /** A difference below this is not worth a sentence on a machine with other work. */
    private static final double NOTABLE = 1.1;

    private static final int FEW_PROCESSORS = 4;

    private final List<PhaseResult> results;
    private final Plan.Load load;
    private final int batchCount;
    private final long batchSize;
    private final int processors;

    /**
     * Creates a story.
     *
     * @param results the phases, left-right first
     * @param load the load
     * @param batchCount how many batches there were
     * @param batchSize how many changes a batch had, on average
     * @param processors how many the machine has
     */
    Story(
            List<PhaseResult> results,
            Plan.Load load,
            int batchCount,
            long batchSize,
            int processors) {
        this.results = results;
        this.load = load;
        this.batchCount = batchCount;
        this.batchSize = batchSize;
        this.processors = processors;
    }

    /** Returns what the run shows: what readers saw of batches in a sentence, then what it cost. */
    String headline() {
        PhaseResult first = results.get(0);
        StringBuilder seen = new StringBuilder();
        StringBuilder cost = new StringBuilder();
        for (PhaseResult other : results.subList(1, results.size())) {
            if (other.wholeBatches()) {
                cost.append(
                        say(
                                " Of %s's %s %s did; it allocated %.1f MB for a batch, %s %.1f MB.",
                                other.name(),
                                answers(other),
                                mixed(other),
                                other.cost().feedBytes() / 1e6,
                                first.name(),
                                first.cost().feedBytes() / 1e6));
            } else {
                seen.append(
                        say(
                                "%s of %s's %s answers mixed two versions of the catalog%s, ",
                                mixed(other), other.name(), answers(other), kinds(other.torn())));
            }
        }
        return say(
                "While %,d batches of about %,d changes each arrived, %sand %s of %s's %s did.%s",
                batchCount, batchSize, seen, mixed(first), first.name(), answers(first), cost);
    }

    private static String answers(PhaseResult result) {
        return Quantiles.number((double) result.requests());
    }

    private static String mixed(PhaseResult result) {
        return result.torn().all() == 0 ? "none" : say("%,d", result.torn().all());
    }

    private static String kinds(Torn torn) {
        List<String> kinds = new ArrayList<>();
        kind(kinds, torn.prices(), "pages with prices of two price lists");
        kind(kinds, torn.absent(), "catalogs that name an absent product");
        kind(kinds, torn.totals(), "totals that no version had");
        return kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")";
    }

    private static void kind(List<String> kinds, long count, String what) {
        if (count > 0) {
            kinds.add(say("%s: %,d", what, count));
        }
    }

    /** Returns how long requests were due at the fixed rate. */
    int pacedSeconds() {
        return load.seconds();
    }

    /** Returns where others did better than the first, a sentence each; or that none did. */
    List<String> ahead() {
        List<String> lines = new ArrayList<>();
        for (PhaseResult other : results.subList(1, results.size())) {
            List<String> wins = new ArrayList<>();
            Race race = new Race(results.get(0), other, wins);
            race.run("flat out", r -> -r.flatOutRate(), r -> rate(r.flatOutRate()));
            race.run("p50", r -> r.all().p50(), r -> Quantiles.time(r.all().p50()));
            race.run("p99", r -> r.all().p99(), r -> Quantiles.time(r.all().p99()));
            race.run("p99.99", r -> r.all().p9999(), r -> Quantiles.time(r.all().p9999()));
            race.run("longest", r -> r.all().max(), r -> Quantiles.time(r.all().max()));
            race.run(
                    "p99 while a batch is applied",
                    r -> r.during().count() == 0 ? Double.NaN : r.during().p99(),
                    r -> Quantiles.time(r.during().p99()));
            race.run(
                    "longest from arrival to visible",
                    PhaseResult::longestBatchNs,
                    r -> Quantiles.time(r.longestBatchNs()));
            race.run(
                    "start-up",
                    r -> r.cost().openingMs(),
                    r -> say("%,d ms", r.cost().openingMs()));
            race.run("heap", r -> r.cost().heapBytes(), r -> mb(r.cost().heapBytes()));
            race.run(
                    "allocated for a batch",
                    r -> r.cost().feedBytes(),
                    r -> mb(r.cost().feedBytes()));
            race.run(
                    "collections",
                    r -> r.cost().collectionMs(),
                    r -> say("%,d ms", r.cost().collectionMs()));
            lines.add(
                    wins.isEmpty()
                            ? other.name() + " was ahead of left-right in nothing here."
                            : other.name()
                                    + " was ahead of left-right in this run: "
                                    + String.join(", ", wins)
                                    + ".");
        }
        return lines;
    }

    /** Two that are compared, and the sentences for what the other did better. */
    private record Race(PhaseResult first, PhaseResult other, List<String> wins) {
        void run(
                String what,
                ToDoubleFunction<PhaseResult> lessIsBetter,
                Function<PhaseResult, String> shown) {
            double mine = lessIsBetter.applyAsDouble(first);
            double theirs = lessIsBetter.applyAsDouble(other);
            boolean ahead = mine < 0 ? theirs < mine * NOTABLE : theirs * NOTABLE < mine;
            if (ahead) {
                wins.add(
                        say("%s %s (left-right %s)", what, shown.apply(other), shown.apply(first)));
            }
        }
    }

    private static String rate(double rate) {
        return Quantiles.number(rate) + " requests/s";
    }

    private static String mb(long bytes) {
        return say("%.1f MB", bytes / 1e6);
    }

    /** Returns what this machine cannot show. */
    String limits() {
        StringBuilder text = new StringBuilder();
        for (PhaseResult result : results) {
            if (!result.keptUp()) {
                text.append(
                        say(
                                "%s answered %,d of %,d requests in time, so its latencies depend"
                                        + " on how long the run is: take a lower --rate. ",
                                result.name(), result.paced(), result.due()));
            }
        }
        if (processors <= FEW_PROCESSORS) {
            text.append(
                    say(
                            "%d processors are shared by broker, producer, feed, collector and %d"
                                    + " reader(s): latencies above a millisecond are mostly the"
                                    + " scheduler's, and how reads scale over cores does not show.",
                            processors, load.readers()));
        } else {
            text.append(
                    say(
                            "%d processors, %d reader(s), everything in one process.",
                            processors, load.readers()));
        }
        return text.toString();
    }

    private static String say(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
