// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import org.jspecify.annotations.Nullable;
import org.leftright.kafka.broker.EmbeddedBroker;

/** The broker of a run: one inside this process, or one that is there already. */
public final class Broker implements AutoCloseable {
    private static final String ADDRESS =
            "(\\[[0-9A-Fa-f:.]+(%\\w+)?\\]|[^\\s:/,\\[\\]]+):\\d{1,5}";

    private final String bootstrap;
    private final @Nullable EmbeddedBroker embedded;
    private final @Nullable TemporaryFolder folder;

    private Broker(
            String bootstrap, @Nullable EmbeddedBroker embedded, @Nullable TemporaryFolder folder) {
        this.bootstrap = bootstrap;
        this.embedded = embedded;
        this.folder = folder;
    }

    /** Starts a single-node broker in this process, with its data in a temporary folder. */
    private static Broker startEmbedded() throws Exception {
        TemporaryFolder folder = TemporaryFolder.create("leftright-demo-broker");
        try {
            EmbeddedBroker embedded =
                    Unhurried.call("broker-start", () -> EmbeddedBroker.start(folder.path()));
            return new Broker(embedded.bootstrapServers(), embedded, folder);
        } catch (Exception | Error e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Uses a broker that is there already, or starts one if there is none.
     *
     * @param bootstrap its address, host:port; or null
     * @return the broker
     * @throws Exception if none answers within seconds, or it does not start
     */
    public static Broker at(@Nullable String bootstrap) throws Exception {
        if (bootstrap == null) {
            return startEmbedded();
        }
        DeltaTopics.checkReachable(bootstrap);
        return new Broker(bootstrap, null, null);
    }

    /**
     * Returns whether a text can be the address of a broker: host:port, several with commas
     * between; an IPv6 host in brackets.
     *
     * @param text the text
     * @return whether it can be
     */
    public static boolean isAddress(String text) {
        return text.matches(ADDRESS + "(," + ADDRESS + ")*");
    }

    /**
     * Where clients find it.
     *
     * @return host:port
     */
    public String bootstrap() {
        return bootstrap;
    }

    /**
     * Creates topics of a name that no other run uses.
     *
     * @param name what their names are to tell
     * @param partitionCount how many partitions each has
     * @return the topics, to be given to {@link #drop}
     * @throws Exception if the broker refuses or does not answer
     */
    public DeltaTopics topics(String name, int partitionCount) throws Exception {
        String run = Long.toString(System.currentTimeMillis(), 36);
        return DeltaTopics.create(bootstrap, "leftright-demo-" + run + "-" + name, partitionCount);
    }

    /**
     * Deletes topics, if the broker is not to end with the run.
     *
     * @param topics the topics
     */
    public void drop(DeltaTopics topics) {
        if (embedded == null) {
            topics.delete();
        }
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
            folder.close();
        }
    }
}
