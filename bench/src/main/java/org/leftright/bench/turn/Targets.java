// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.List;
import java.util.concurrent.Callable;
import org.leftright.bench.demo.Machine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: what the library wants to be fast or small at, but gets, beside its peers. */
@Command(
        name = "targets",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures sections, batches, replays, clones and memory beside their peers, in turn in"
                    + " one JVM for each row: lower quartiles of short windows."
        })
public final class Targets implements Callable<Integer> {
    @Option(
            names = {"-r", "--rows"},
            split = ",",
            description = "which (default: all): ${COMPLETION-CANDIDATES}")
    private List<Row> rows = List.of(Row.values());

    @Option(names = "--in-this-jvm", hidden = true)
    private boolean inThisJvm;

    private Targets() {}

    /**
     * Runs the command and exits with its code.
     *
     * @param args the options; see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Targets()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (inThisJvm) {
            rows.forEach(row -> row.measure(new Row.Effort(1), System.out::println));
            return 0;
        }
        System.out.printf(
                "%s, %s, %s; lower quartiles of processor time%n%n%s%n",
                Machine.processors(), Machine.system(), Machine.java(), Line.HEADER);
        for (Row row : rows) {
            List<String> args = List.of("--in-this-jvm", "--rows", row.name());
            int code = InTurn.fork(Targets.class, row.jvmArgs(), args);
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }
}
