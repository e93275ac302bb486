// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs what an interrupt must not reach: an interrupted thread fails in the middle of file
 * operations, and a broker that is half started or half stopped cannot be cleaned up.
 */
final class Unhurried {
    private Unhurried() {}

    /**
     * Runs a task in a thread of its own and waits for its end, interrupted or not.
     *
     * @param <T> what it returns
     * @param name the thread's name
     * @param task what to run
     * @return its result; the caller's interrupt flag is kept
     * @throws Exception what it throws
     */
    static <T> T call(String name, Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        new Thread(future, name).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Exception cause) {
                        throw cause;
                    }
                    throw e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs a task in a thread of its own and waits for its end, interrupted or not.
     *
     * @param name the thread's name
     * @param task what to run
     */
    static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.start();
        join(thread);
    }

    /**
     * Waits for a thread's end, interrupted or not; the interrupt flag is kept.
     *
     * @param thread a thread that ends by itself
     */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
