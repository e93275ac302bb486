// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leftright.catalog.broker.EmbeddedBroker;

/** The broker of a run: one inside this process, or one that is there already. */
final class Broker implements AutoCloseable {
    private final String bootstrap;
    private final @Nullable EmbeddedBroker embedded;
    private final @Nullable Path folder;

    private Broker(String bootstrap, @Nullable EmbeddedBroker embedded, @Nullable Path folder) {
        this.bootstrap = bootstrap;
        this.embedded = embedded;
        this.folder = folder;
    }

    /**
     * Starts a single-node broker in this process, with its data in a temporary folder.
     *
     * @return the broker
     * @throws Exception if it does not start
     */
    static Broker startEmbedded() throws Exception {
        Path folder = Files.createTempDirectory("leftright-demo-broker");
        try {
            EmbeddedBroker embedded =
                    Unhurried.call("broker-start", () -> EmbeddedBroker.start(folder));
            return new Broker(embedded.bootstrapServers(), embedded, folder);
        } catch (Exception | Error e) {
            delete(folder);
            throw e;
        }
    }

    /**
     * Uses a broker that is there already.
     *
     * @param bootstrap its address, host:port
     * @return the broker
     * @throws DemoException if none answers within seconds
     * @throws InterruptedException if the thread is interrupted
     */
    static Broker external(String bootstrap) throws DemoException, InterruptedException {
        DeltaTopics.checkReachable(bootstrap);
        return new Broker(bootstrap, null, null);
    }

    /** Returns the address, host:port. */
    String bootstrap() {
        return bootstrap;
    }

    /** Returns whether others may keep data here, so that topics are to be deleted. */
    boolean isExternal() {
        return embedded == null;
    }

    /** Stops the broker if it is ours, and deletes its data. */
    @Override
    public void close() {
        if (embedded == null || folder == null) {
            return;
        }
        try {
            Unhurried.run("broker-stop", embedded::close);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("cannot delete all of " + folder + ": " + e.getMessage());
        }
    }
}
