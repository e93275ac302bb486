// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyRunTest {
    private static final LatencyReport.Load SMALL =
            new LatencyReport.Load(1_000, 50, 10_000, 0.01, 0.05);

    static List<String> names() {
        return Contender.allNames();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyContenderIsReadWhileBatchesLand(String name) throws Exception {
        LatencyRound round = new LatencyRun(new Contender(name), SMALL).run();

        assertThat(round.at(99.99)).isGreaterThanOrEqualTo(round.at(50)).isPositive();
        assertThat(round.served()).isBetween(0.0, 1.0);
        assertThat(round.found()).isBetween(0.0, 1.0);
        assertThat(round.gc().longestMs()).isLessThanOrEqualTo(round.gc().totalMs());
    }

    @Test
    void mediansAreTakenOfEachFigureByItself() {
        LatencyRound median =
                LatencyRound.median(List.of(round(1, 0.5), round(3, 0.7), round(9, 0.1)));

        assertThat(median.at(50)).isEqualTo(3);
        assertThat(median.served()).isEqualTo(0.5);
    }

    @Test
    void aReportSurvivesItsFileAndNamesWhatWasSaturated() throws Exception {
        LatencyReport report =
                new LatencyReport(
                        Provenance.here(),
                        SMALL,
                        List.of("-Xmx1g"),
                        List.of(
                                LatencyReport.Result.of(
                                        new Contender(Contender.CONTROL), List.of(round(1_000, 1))),
                                LatencyReport.Result.of(
                                        new Contender("SYNCHRONIZED_MAP"),
                                        List.of(round(2_000, 0.4)))));
        ObjectMapper json = new ObjectMapper();

        LatencyReport read = json.readValue(json.writeValueAsString(report), LatencyReport.class);

        assertThat(read).isEqualTo(report);
        assertThat(read.results())
                .extracting(result -> result.median().isSaturated())
                .containsExactly(false, true);
    }

    private static LatencyRound round(double ns, double served) {
        return new LatencyRound(
                Map.of("p50", ns, "p90", ns, "p99", ns, "p99.9", ns, "p99.99", ns, "max", ns),
                served,
                1,
                1,
                1,
                new GcPauses.Pauses(0, 0, 0));
    }
}
