// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.leftright.bench.demo.DemoException;

/**
 * An {@link Instance} in a process of its own, seen from the one that has started it. Waits no
 * longer than it should take; ends with its parent.
 */
final class InstanceProcess {
    /** Longer than the instance's own limit, so that it can say what went wrong. */
    private static final Duration LIMIT = Instance.LIMIT.plusSeconds(15);

    private static final int END_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Thread hook;
    private final BufferedWriter questions;

    /** An empty one at the end. */
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

    private InstanceProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        Thread listening = new Thread(this::listen, name);
        listening.setDaemon(true);
        listening.start();
    }

    /**
     * Starts a process; returns at once.
     *
     * @param duty what it is to serve
     * @return the process, whose first answer is {@link Instance.Ready}
     * @throws IOException if there cannot be another
     */
    static InstanceProcess start(Instance.Duty duty) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                // Lives for seconds: this halves the processor time of the demo.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Djava.util.logging.SimpleFormatter.format=    log: %5$s%n",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Instance.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        InstanceProcess started = new InstanceProcess(duty.name(), process);
        started.say(Instance.JSON.writeValueAsString(duty));
        return started;
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(Instance.ANSWER)) {
                    answers.add(Optional.of(line.substring(Instance.ANSWER.length())));
                } else {
                    System.err.println(name + ": " + line);
                }
            }
        } catch (IOException e) {
            // it was killed
        } finally {
            answers.add(Optional.empty());
        }
    }

    private void say(String line) {
        try {
            questions.write(line);
            questions.newLine();
            questions.flush();
        } catch (IOException e) {
            // it has ended, which its answer will tell
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @param question the question's name
     * @param about its argument, to be written as JSON
     * @param type what the answer is
     * @throws DemoException if there is none
     * @throws InterruptedException if the thread is interrupted
     */
    <T> T ask(String question, Object about, Class<T> type)
            throws DemoException, InterruptedException {
        try {
            say(question + " " + Instance.JSON.writeValueAsString(about));
        } catch (IOException e) {
            throw new DemoException("cannot be written: " + about, e);
        }
        return answer(type);
    }

    /** Waits for an answer. */
    <T> T answer(Class<T> type) throws DemoException, InterruptedException {
        Optional<String> answer = answers.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            throw new DemoException(name + " has not answered within " + LIMIT);
        }
        if (answer.isEmpty()) {
            answers.add(answer);
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            throw new DemoException(name + " is gone: " + process);
        }
        try {
            return Instance.JSON.readValue(answer.get(), type);
        } catch (IOException e) {
            throw new DemoException(name + " has answered " + answer.get(), e);
        }
    }

    /** Kills it without a chance to finish anything, and waits for its end. */
    void kill() throws DemoException, InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new DemoException(name + " cannot be killed: " + process);
        }
    }

    /** Tells it to end; returns at once. */
    void end() {
        try {
            questions.close();
        } catch (IOException e) {
            // it has ended before
        }
    }

    /** Waits a while for its end. */
    void awaitEnd() throws InterruptedException {
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    }

    /** Kills it if it has not ended, and waits for its end, interrupted or not. */
    void discard() {
        process.destroyForcibly();
        process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook kills the other
        }
    }
}
