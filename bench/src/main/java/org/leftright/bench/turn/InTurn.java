// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.leftright.bench.demo.Machine;
import org.leftright.bench.turn.Queries.Which;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command: gets by each kind of keys, all peers in turn. Each kind has a JVM of its own, since
 * the code of one that has seen keys of several classes is another.
 */
@Command(
        name = "in-turn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures gets of the library's maps and their peers, in turn in one JVM: lower"
                    + " quartiles of short windows, and their ratios."
        })
public final class InTurn implements Callable<Integer> {
    private static final int WARM_UPS = 200;

    @Option(
            names = {"-k", "--keys"},
            split = ",",
            description = "kinds of keys (default: all): ${COMPLETION-CANDIDATES}")
    private List<Keys> kinds = List.of(Keys.values());

    @Option(
            names = {"-n", "--entries"},
            split = ",",
            description = "entries (default: 1000, 100000, 1000000)")
    private List<Integer> entryCounts = List.of(1_000, 100_000, 1_000_000);

    @Option(names = "--rounds", description = "windows of each peer (default: ${DEFAULT-VALUE})")
    private int rounds = 200;

    @Option(names = "--in-this-jvm", hidden = true)
    private boolean inThisJvm;

    private InTurn() {}

    /**
     * Runs the command and exits with its code.
     *
     * @param args the options; see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new InTurn()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (inThisJvm) {
            kinds.forEach(this::measure);
            return 0;
        }
        System.out.printf(
                "%s, %s, %s; lower quartile of %d windows, ns of processor time a get%n%n",
                Machine.processors(), Machine.system(), Machine.java(), rounds);
        System.out.println(header());
        for (Keys kind : kinds) {
            if (fork(kind) != 0) {
                return 1;
            }
        }
        return 0;
    }

    private int fork(Keys kind) throws Exception {
        String entries = entryCounts.stream().map(String::valueOf).collect(Collectors.joining(","));
        // A young generation in which all that is made before the first collection has its place.
        return fork(
                InTurn.class,
                List.of("-Xms4g", "-Xmx4g", "-Xmn3g"),
                List.of(
                        "--in-this-jvm",
                        "--keys",
                        kind.name(),
                        "--rounds",
                        "" + rounds,
                        "--entries",
                        entries));
    }

    /** Runs a command in a JVM of its own, and returns its exit code. */
    static int fork(Class<?> command, List<String> jvmArgs, List<String> args)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmArgs);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), command.getName()));
        words.addAll(args);
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private void measure(Keys kind) {
        int[] counts =
                entryCounts.stream()
                        .mapToInt(n -> Math.min(n, kind.mostEntries()))
                        .distinct()
                        .toArray();
        for (int n : counts) {
            Object[] entries = kind.keys(0, n);
            List<Peer> peers = Peer.of(kind, entries);
            for (boolean moved : new boolean[] {false, true}) {
                if (moved) {
                    System.gc();
                    System.gc();
                }
                for (Which which : Which.values()) {
                    boolean isTheSame = kind.isLong() || kind == Keys.ENUM;
                    if (which != Which.EQUAL || !isTheSame) {
                        Queries queries = Queries.of(kind, entries, which);
                        double[] ns = nsPerGet(peers, queries, WARM_UPS, rounds);
                        System.out.println(row(kind, n, moved, which, ns));
                    }
                }
            }
        }
    }

    static double[] nsPerGet(List<Peer> peers, Queries queries, int warmUps, int rounds) {
        List<Windows.Turn> turns = new ArrayList<>();
        for (Peer peer : peers) {
            turns.add(
                    round -> {
                        int from = queries.from(round);
                        return peer.get(queries, from, from + Queries.WINDOW);
                    });
        }
        double[] ns = Windows.quartiles(turns, warmUps, rounds);
        return Arrays.stream(ns).map(window -> window / Queries.WINDOW).toArray();
    }

    private static String header() {
        return "| keys | entries | objects | asked for | left-right | ConcurrentHashMap"
                + " | behind volatile | to ConcurrentHashMap | to behind volatile |\n"
                + "|---|---|---|---|---|---|---|---|---|";
    }

    static String row(Keys kind, int n, boolean moved, Which which, double[] ns) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %s | %.1f | %.1f | %.1f | %.2f | %.2f |",
                kind.label(),
                n,
                moved ? "moved" : "as made",
                which.name().toLowerCase(Locale.ROOT),
                ns[0],
                ns[1],
                ns[2],
                ns[0] / ns[1],
                ns[0] / ns[2]);
    }
}
