// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What JMH has measured: a list of its results, in its own JSON format. Each round adds one result
 * for each cell, so a cell is found as often as there were rounds.
 */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode entries;

    private Results(ArrayNode entries) {
        this.entries = entries;
    }

    static Results none() {
        return new Results(JSON.createArrayNode());
    }

    static Results parse(String json) throws IOException {
        if (JSON.readTree(json) instanceof ArrayNode entries) {
            return new Results(entries);
        }
        throw new IOException("not a list of JMH's results");
    }

    void addAll(Results more) {
        entries.addAll(more.entries);
    }

    void write(Path file) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), entries);
    }

    /** The medians of a sample, one for each round; none if it was not measured. */
    double[] rounds(Sample sample) {
        return found(sample.cell()).stream()
                .map(entry -> values(entry, sample.metric()))
                .filter(values -> values.length > 0)
                .mapToDouble(Results::median)
                .toArray();
    }

    /** The median of all iterations of all rounds; NaN if it was not measured. */
    double median(Sample sample) {
        return median(
                found(sample.cell()).stream()
                        .flatMapToDouble(entry -> Arrays.stream(values(entry, sample.metric())))
                        .toArray());
    }

    /** The unit of a sample, without what it is per; empty if it was not measured. */
    String unit(Sample sample) {
        return found(sample.cell()).stream()
                .map(entry -> metric(entry, sample.metric()).path("scoreUnit").asText())
                .map(unit -> unit.replace("/op", "").replace("#", ""))
                .findFirst()
                .orElse("");
    }

    private List<JsonNode> found(Cell cell) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (isOf(cell, entry)) {
                found.add(entry);
            }
        }
        return found;
    }

    private static boolean isOf(Cell cell, JsonNode entry) {
        return entry.path("benchmark").asText().equals(Cell.PACKAGE + cell.benchmark())
                && (cell.threads() == entry.path("threads").asInt()
                        || cell.threads() == 0) // as the benchmark has it
                && cell.virtual() == hasArgument(entry, Cell.VIRTUAL)
                && hasParams(entry.path("params"), cell.params());
    }

    private static boolean hasParams(JsonNode params, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(e -> params.path(e.getKey()).asText().equals(e.getValue()));
    }

    private static boolean hasArgument(JsonNode entry, String argument) {
        return StreamSupport.stream(entry.path("jvmArgs").spliterator(), false)
                .anyMatch(node -> node.asText().equals(argument));
    }

    private static JsonNode metric(JsonNode entry, Metric metric) {
        return metric.key.isEmpty()
                ? entry.path("primaryMetric")
                : entry.path("secondaryMetrics").path(metric.key);
    }

    /** Every iteration of every fork. */
    private static double[] values(JsonNode entry, Metric metric) {
        return StreamSupport.stream(metric(entry, metric).path("rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
