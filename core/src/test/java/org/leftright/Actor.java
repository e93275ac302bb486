// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Another thread, which does one thing after the other as a test tells it. */
final class Actor implements AutoCloseable {
    private final ExecutorService executor;

    Actor(String name) {
        this(
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    Actor(ThreadFactory threads) {
        this.executor = Executors.newSingleThreadExecutor(threads);
    }

    /**
     * A thread that claims to have the same id as all others of its kind, so that they look for a
     * slot at the same place. The id says no more than where to look first.
     */
    static Actor withSameId() {
        return new Actor(SameId::new);
    }

    static final class SameId extends Thread {
        SameId(Runnable task) {
            super(task, "same id");
            setDaemon(true);
        }

        @Override
        @SuppressWarnings("deprecation") // threadId() is not in 17, and final
        public long getId() {
            return 7;
        }
    }

    /** Does it, and waits until it is done. */
    <T> T call(Callable<T> task) {
        return result(start(task));
    }

    /** Does it, and waits until it is done. */
    void run(Runnable task) {
        call(Executors.callable(task));
    }

    /** Begins to do it. */
    <T> Future<T> start(Callable<T> task) {
        return executor.submit(task);
    }

    static <T> T result(Future<T> future) {
        try {
            return future.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Runs something in a thread that then dies. */
    static void inThreadThatDies(Runnable task) {
        Thread thread = new Thread(task, "short-lived");
        thread.start();
        uninterrupted(thread::join);
    }

    /** Something that waits. */
    interface Wait {
        void end() throws InterruptedException;
    }

    /** Waits in a thread that nobody interrupts. */
    static void uninterrupted(Wait wait) {
        try {
            wait.end();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A virtual thread for each task. Uses reflection, since this is compiled for Java 17. */
    static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Throws anything at all. */
    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
