// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.leftright.kafka.broker.EmbeddedBroker;

/** A broker in a process of its own, which ends with its input. */
final class BrokerProcess implements AutoCloseable {
    private static final String AT = "broker at ";

    private final JavaProcess process;
    private final String bootstrap;

    private BrokerProcess(JavaProcess process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    /**
     * Starts a broker and waits until it is there.
     *
     * @param folder an empty folder for its data
     */
    static BrokerProcess start(Path folder) throws IOException {
        JavaProcess process =
                JavaProcess.start(
                        BrokerProcess.class, Map.of(), folder.toAbsolutePath().toString());
        return new BrokerProcess(process, process.awaitLine(AT).substring(AT.length()));
    }

    /** Runs the broker until the input ends. */
    public static void main(String[] args) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]))) {
            System.out.println(AT + broker.bootstrapServers());
            while (System.in.read() >= 0) {
                // nothing is asked of it
            }
        }
    }

    String bootstrap() {
        return bootstrap;
    }

    /** Returns the topics that the demos have made and not deleted. */
    Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                    .filter(name -> name.startsWith("leftright"))
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
