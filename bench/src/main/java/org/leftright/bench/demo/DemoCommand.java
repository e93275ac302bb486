// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A run of a command: says what has ended it in one line, and lets Ctrl-C clean up. */
public final class DemoCommand {
    private static final int FAILED = 3;
    private static final int INTERRUPTED = 130;

    private final String name;
    private final Thread running = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean exiting;

    private DemoCommand(String name) {
        this.name = name;
    }

    /**
     * Runs a command in this thread.
     *
     * @param name what to call it
     * @param command the command, with its options as picocli's annotations
     * @param args the options
     * @return the exit code: the command's own; 2 if an option is wrong, 3 if it could not run to
     *     its end, 130 if it was interrupted
     */
    public static int run(String name, Callable<Integer> command, String... args) {
        DemoCommand run = new DemoCommand(name);
        Thread hook = new Thread(run::interrupt, name + "-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return new CommandLine(command)
                    .setExecutionExceptionHandler((e, commandLine, parsed) -> run.explain(e))
                    .execute(args);
        } finally {
            run.finished.countDown();
            remove(hook);
        }
    }

    /** Interrupts the run and holds the exit until it has cleaned up. */
    private void interrupt() {
        exiting = true;
        running.interrupt();
        try {
            if (!finished.await(30, TimeUnit.SECONDS)) {
                System.err.println(name + " did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook is what has ended the run
        }
    }

    private int explain(Exception e) {
        if (exiting || e instanceof InterruptedException) {
            System.err.println("interrupted");
            return INTERRUPTED;
        }
        if (e instanceof DemoException || e instanceof IOException) {
            System.err.println(name + ": " + e.getMessage());
        } else {
            e.printStackTrace();
        }
        return FAILED;
    }
}
