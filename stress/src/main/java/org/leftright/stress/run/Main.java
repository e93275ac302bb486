package org.leftright.stress.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;

/**
 * Runs jcstress on the shipped classes with settings that find planted bugs on two cores, and exits
 * with 1 unless every selected test ran in full and showed nothing that it forbids. All options of
 * jcstress are taken; those given replace the settings here.
 */
public final class Main {
    /**
     * One state object at a time: the actors run for microseconds, and would drift apart within a
     * longer stride.
     */
    private static final String[][] SETTINGS = {
        {"-m", "quick"},
        {"-sc", "false"},
        {"-f", "1"},
        {"-fsm", "1"},
        {"-iters", "3"},
        {"-time", "100"},
        {"-strideSize", "1"},
        {"-strideCount", "256"},
    };

    private Main() {}

    /**
     * Runs the tests.
     *
     * @param args options of jcstress, for instance {@code -t LeasedSlots}
     * @throws Exception if jcstress fails
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(withSettings(args));
        if (!options.parse()) {
            System.exit(2);
        }
        JCStress jcstress = new JCStress(options);
        SortedSet<String> tests = jcstress.getTests();
        if (options.shouldList()) {
            tests.forEach(System.out::println);
            return;
        }
        PrintStream console = System.out;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(tee(console, log));
        Path results = Path.of(options.getResultFile());
        try {
            jcstress.run();
            RunReport report = new RunReport(tests, read(results), log.toString(charset()));
            report.print(console);
            if (!report.isGreen()) {
                System.exit(1);
            }
        } finally {
            System.setOut(console);
            Files.deleteIfExists(results);
        }
    }

    static String[] withSettings(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        for (String[] setting : SETTINGS) {
            if (!all.contains(setting[0])) {
                all.addAll(List.of(setting));
            }
        }
        return all.toArray(new String[0]);
    }

    private static InProcessCollector read(Path results)
            throws IOException, ClassNotFoundException {
        InProcessCollector collector = new InProcessCollector();
        if (Files.exists(results)) {
            DiskReadCollector disk = new DiskReadCollector(results.toString(), collector);
            disk.dump();
            disk.close();
        }
        return collector;
    }

    private static PrintStream tee(OutputStream one, OutputStream other) throws IOException {
        OutputStream both =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        one.write(b);
                        other.write(b);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        one.write(bytes, from, length);
                        other.write(bytes, from, length);
                    }

                    @Override
                    public void flush() throws IOException {
                        one.flush();
                    }
                };
        return new PrintStream(both, true, charset());
    }

    private static Charset charset() {
        return StandardCharsets.UTF_8;
    }
}
