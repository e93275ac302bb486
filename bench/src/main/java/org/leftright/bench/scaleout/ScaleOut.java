// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.leftright.bench.demo.Broker;
import org.leftright.bench.demo.DeltaProducer;
import org.leftright.bench.demo.DeltaStream;
import org.leftright.bench.demo.DeltaTopics;
import org.leftright.bench.demo.DemoCommand;
import org.leftright.bench.demo.RetailFile;
import org.leftright.bench.demo.RetailLine;
import org.leftright.bench.demo.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command: {@code java -cp bench/target/demo.jar org.leftright.bench.scaleout.ScaleOut}. Starts
 * a broker, sends a shop's sales, and lets three replicas, then three shards, follow them.
 */
@Command(
        name = "scale-out",
        mixinStandardHelpOptions = true,
        version = "leftright scale-out demo 0.1.0",
        sortOptions = false,
        description = {
            "Three replicas of a catalog in processes of their own follow one broker; one is killed"
                    + " and started again. Then three shards. All is compared with an independent"
                    + " replay of the data."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:replicas and shards are equal to an independent replay of the data",
            "1:they are not",
            "2:an option is wrong",
            "3:the demo could not run to its end (an instance is gone, ...)",
            "130:interrupted"
        })
public final class ScaleOut implements Callable<Integer> {
    private static final int DIFFERS = 1;
    private static final int INSTANCES = 3;
    private static final int PARTITIONS = 6;

    /** Enough windows for each part of the play. */
    private static final int LEAST_LINES = 1_000;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "<seconds>",
            description = "how long the deltas take (default: 15)")
    private int duration = 15;

    @Option(
            names = {"-s", "--scale"},
            paramLabel = "<n>",
            description = "variants of each product (default: 1, which is about 3,200 products)")
    private int scale = 1;

    @Option(
            names = {"-l", "--lines"},
            paramLabel = "<n>",
            description = "how much of the file to take (default: all of its 40,000 lines)")
    private int lineLimit = Integer.MAX_VALUE;

    @Option(
            names = {"-b", "--bootstrap"},
            paramLabel = "<host:port>",
            description = "use this broker instead of starting one")
    private @Nullable String bootstrap;

    @Spec private @Nullable CommandSpec spec;

    private ScaleOut() {}

    /**
     * Runs the demo and exits with its code.
     *
     * @param args the options; see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs the demo and returns the exit code. */
    static int run(String... args) {
        return DemoCommand.run("scale-out", new ScaleOut(), args);
    }

    @Override
    public Integer call() throws Exception {
        check("--duration", duration, 0);
        check("--scale", scale, 1);
        check("--lines", lineLimit, LEAST_LINES);
        if (bootstrap != null && !Broker.isAddress(bootstrap)) {
            throw wrong("--bootstrap is not host:port: " + bootstrap);
        }
        List<RetailLine> file = RetailFile.readShipped();
        List<RetailLine> lines = file.subList(0, Math.min(lineLimit, file.size()));
        int windowCount = DeltaStream.windowCount(lines);
        int openingCount = windowCount / 4;
        Verdict verdict = new Verdict(System.out);
        verdict.say(
                "%,d lines of a shop's invoices in %,d half-hour windows, %,d of them before"
                        + " anybody serves",
                lines.size(), windowCount, openingCount);
        try (Broker broker = Broker.at(bootstrap);
                TemporaryFolder folder = TemporaryFolder.create("leftright-scale-out")) {
            DeltaTopics topics = broker.topics("scale-out", PARTITIONS);
            ShardRouter router = new ShardRouter(PARTITIONS, INSTANCES);
            try (DeltaProducer producer = new DeltaProducer(topics, router::partition)) {
                Sales sales = new Sales(lines, scale, producer);
                sales.send(openingCount, Duration.ZERO);
                Duration window =
                        Duration.ofSeconds(duration).dividedBy(windowCount - openingCount);
                Stage stage = new Stage(topics, router, folder.path(), sales, window, verdict);
                new Replicas(stage).run(windowCount / 2);
                new Shards(stage).run(windowCount);
            } finally {
                broker.drop(topics);
            }
        }
        verdict.say(
                verdict.isRight()
                        ? "%nreplicas and shards are equal to the independent replay"
                        : "%nNOT all is as it should be");
        return verdict.isRight() ? 0 : DIFFERS;
    }

    private void check(String option, int value, int least) {
        if (value < least) {
            throw wrong(option + " must be at least " + least + ", not " + value);
        }
    }

    private RuntimeException wrong(String message) {
        return spec == null
                ? new IllegalStateException(message)
                : new ParameterException(spec.commandLine(), message);
    }
}
