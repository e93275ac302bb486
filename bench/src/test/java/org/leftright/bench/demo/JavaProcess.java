// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class of the class path in a process of its own. */
final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final StringBuilder seen = new StringBuilder();

    private JavaProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a process with these system properties. */
    static JavaProcess start(Class<?> main, Map<String, String> properties, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new JavaProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits for a line of the output that begins so. Throws if the output ends without it. */
    String awaitLine(String begin) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith(begin)) {
                return line;
            }
        }
        throw new EOFException("no line \"" + begin + "\" in\n" + seen);
    }

    /** Asks it to end, as a shell's {@code kill} does, and returns all that it has printed. */
    String terminate() throws Exception {
        process.toHandle().destroy(); // process.destroy() would close the streams
        return awaitEnd();
    }

    /** Reads what it still prints, to its end, and returns all that it has printed. */
    String awaitEnd() throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
        }
        process.waitFor();
        return seen.toString();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** The processes that it has started and that are alive, and theirs. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Ends its input, and kills it if that does not end it. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
