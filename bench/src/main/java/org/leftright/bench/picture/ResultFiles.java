// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.leftright.bench.strategy.LatencyReport;
import org.leftright.bench.strategy.Provenance;

/** What stands in some result files. Figures of the same cell are pooled. */
final class ResultFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final List<LatencyReport> latencies = new ArrayList<>();
    private String provenance = "";

    /**
     * Reads files.
     *
     * @param files each by JMH, by {@code Measure} or by {@code LatencyUnderBatches}
     * @throws IOException if one cannot be read, or is none of these
     */
    ResultFiles(List<Path> files) throws IOException {
        for (Path file : files) {
            JsonNode root = JSON.readTree(file.toFile());
            if (root.isArray()) {
                addAll(root);
                cameFrom(jdkOf(root));
            } else if (root.has("benchmarks")) {
                addAll(root.path("benchmarks"));
                cameFrom(JSON.treeToValue(root.path("provenance"), Provenance.class).line());
            } else if (root.has("results")) {
                latencies.add(JSON.treeToValue(root, LatencyReport.class));
            } else {
                throw new IOException(file + ": no result file of these benchmarks");
            }
        }
    }

    /** Where JMH's figures come from, in a line. */
    String provenance() {
        return provenance;
    }

    List<LatencyReport> latencies() {
        return latencies;
    }

    /**
     * Those of a class of benchmarks, or of one method, that were run with all these parameters.
     */
    List<Cell> cells(String classOrMethod, String... params) {
        return cells.values().stream()
                .filter(cell -> cell.isOf(classOrMethod))
                .filter(cell -> List.of(params).stream().allMatch(cell::has))
                .toList();
    }

    private void cameFrom(String line) {
        if (!provenance.contains(line)) {
            provenance = provenance.isEmpty() ? line : provenance + "; " + line;
        }
    }

    private static String jdkOf(JsonNode benchmarks) {
        return "JDK " + benchmarks.path(0).path("vmVersion").asText("unknown");
    }

    private void addAll(JsonNode benchmarks) {
        for (JsonNode entry : benchmarks) {
            String benchmark = withoutPackage(entry.path("benchmark").asText());
            Map<String, String> params = new TreeMap<>();
            for (Map.Entry<String, JsonNode> param : entry.path("params").properties()) {
                params.put(param.getKey(), param.getValue().asText());
            }
            JsonNode main = entry.path("primaryMetric");
            String unit = main.path("scoreUnit").asText();
            Cell cell =
                    cells.computeIfAbsent(
                            benchmark + params,
                            key -> new Cell(benchmark, params, unit, new LinkedHashMap<>()));
            add(cell, Cell.MAIN, main);
            for (Map.Entry<String, JsonNode> more : entry.path("secondaryMetrics").properties()) {
                add(cell, more.getKey(), more.getValue());
            }
        }
    }

    private static String withoutPackage(String name) {
        int ofMethod = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', ofMethod - 1) + 1);
    }

    private static void add(Cell cell, String metric, JsonNode figures) {
        DoubleStream values =
                StreamSupport.stream(figures.path("rawData").spliterator(), false)
                        .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                        .mapToDouble(JsonNode::asDouble);
        cell.samples()
                .merge(
                        metric,
                        values.toArray(),
                        (some, more) ->
                                DoubleStream.concat(DoubleStream.of(some), DoubleStream.of(more))
                                        .toArray());
    }
}
