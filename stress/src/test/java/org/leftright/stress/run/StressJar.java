// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs main classes from the jar that the module packages, as a person would. */
public final class StressJar {
    static final Path JAR = Path.of(System.getProperty("stress.jar"));

    /** What a run printed, and how it ended. */
    public record Outcome(int exitCode, String output) {}

    private StressJar() {}

    /** Runs a main class; its output goes to a file as well. */
    static Outcome run(Class<?> main, String... args) throws IOException, InterruptedException {
        return run(main.getSimpleName(), List.of(), main, args);
    }

    /** Runs a main class with a name for the file and arguments for the virtual machine. */
    public static Outcome run(String logName, List<String> jvmArgs, Class<?> main, String... args)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(JAR.resolveSibling("jcstress"));
        Path log = folder.resolve(logName + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
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
