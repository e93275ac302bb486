// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs main classes from the jar that the module packages, as a person would. */
final class SoakFork {
    private static final Path JAR = Path.of(System.getProperty("stress.jar"));

    /** What a run printed, and how it ended. */
    record Outcome(int exitCode, String output) {}

    private SoakFork() {}

    static Outcome run(String name, Class<?> main, List<String> jvmArgs, List<String> args)
            throws IOException, InterruptedException {
        Path log = Files.createDirectories(JAR.resolveSibling("soak")).resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dleftright.root=" + System.getProperty("leftright.root"));
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", JAR.toString(), main.getName()));
        command.addAll(args);
        Process process =
                new ProcessBuilder(command)
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
