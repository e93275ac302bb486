package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs main classes from the jar that the module packages, as a person would. */
final class StressJar {
    static final Path JAR = Path.of(System.getProperty("stress.jar"));

    /** What a run printed, and how it ended. */
    record Outcome(int exitCode, String output) {}

    private StressJar() {}

    /** Runs a main class; its output goes to the console, if it is to be seen, and to a file. */
    static Outcome run(Class<?> main, String... args) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(JAR.resolveSibling("jcstress"));
        Path log = folder.resolve(main.getSimpleName() + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dleftright.root=" + System.getProperty("leftright.root"));
        command.add("-cp");
        command.add(JAR.toString());
        command.add(main.getName());
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            int exitCode = process.waitFor();
            return new Outcome(exitCode, Files.readString(log, UTF_8));
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
