// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verdicts as Markdown, which is readable as it is printed. */
final class Summary {
    private final Results results;

    Summary(Results results) {
        this.results = results;
    }

    /** One line for each row. */
    String overview(List<Row> rows) {
        StringBuilder text =
                new StringBuilder("| # | what | target | verdict |\n|---|---|---|---|\n");
        for (Row row : rows) {
            List<Verdict> verdicts = verdicts(row);
            long bounded =
                    count(verdicts, Verdict.Outcome.MET) + count(verdicts, Verdict.Outcome.MISSED);
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %d | %s | %s | %s (%d of %d) |%n",
                            row.number(),
                            row.title(),
                            row.target(),
                            Verdict.ofAll(verdicts).text,
                            count(verdicts, Verdict.Outcome.MET),
                            bounded));
        }
        return text.toString();
    }

    /** All figures of a row. */
    String details(Row row) {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(row.number()).append(". ").append(row.title()).append("\n\n");
        text.append("Target: ").append(row.target()).append(".\n\n");
        text.append("| | measured (medians) | figure | of rounds | target | verdict |\n");
        text.append("|---|---|---|---|---|---|\n");
        for (Verdict verdict : verdicts(row)) {
            Check check = verdict.check();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %s | %s to %s | %s | %s |%n",
                            check.label(),
                            measured(verdict),
                            Bound.number(verdict.value()),
                            Bound.number(verdict.least()),
                            Bound.number(verdict.greatest()),
                            check.bound(),
                            verdict.outcome().text));
        }
        String command = row.checks().get(0).samples().get(0).cell().command();
        return text.append("\nThe first of these again:\n\n```sh\n")
                .append(command)
                .append("\n```\n")
                .toString();
    }

    private String measured(Verdict verdict) {
        List<String> parts = new ArrayList<>();
        List<Sample> samples = verdict.check().samples();
        for (int i = 0; i < samples.size(); i++) {
            parts.add(Bound.number(verdict.medians().get(i)) + " " + results.unit(samples.get(i)));
        }
        return String.join(" / ", parts);
    }

    private List<Verdict> verdicts(Row row) {
        return row.checks().stream().map(check -> Verdict.of(check, results)).toList();
    }

    private static long count(List<Verdict> verdicts, Verdict.Outcome outcome) {
        return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }
}
