// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real single-node Kafka broker (broker and controller in one) inside this process, reachable on
 * the loopback address alone. It can be stopped and started again with the same port and data.
 *
 * <p>Any thread may call any method.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String PORTS = "ports";
    private static final String PASSWORD = "listener.name.sasl.plain.sasl.jaas.config";
    private static final int PORT_ATTEMPTS = 5;
    private static final int LIMIT_SECONDS = 90; // a request that is lost takes 30

    private final KafkaConfig config;
    private final int port;
    private final int saslPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(KafkaConfig config, int port, int saslPort, KafkaRaftServer server) {
        this.config = config;
        this.port = port;
        this.saslPort = saslPort;
        this.server = server;
    }

    /**
     * Starts a broker.
     *
     * @param dir where it keeps its data: an empty folder, or one that a broker has left, whose
     *     ports it takes if they are free
     * @return the broker, ready for clients
     * @throws Exception if it does not start
     */
    public static EmbeddedBroker start(Path dir) throws Exception {
        if (!Files.exists(dir.resolve("meta.properties"))) {
            format(dir, Uuid.randomUuid().toString(), 1);
        }
        Path left = dir.resolve(PORTS);
        for (int attempt = 1; ; attempt++) {
            // Free now, perhaps not any more when the broker binds them; then others are tried.
            if (attempt > 1 || !Files.exists(left)) {
                Files.write(left, freePorts(4));
            }
            int[] ports = Files.readAllLines(left).stream().mapToInt(Integer::parseInt).toArray();
            int port = ports[0];
            int saslPort = ports[1];
            Properties properties = properties(dir, port, saslPort, ports[2]);
            Path keys = dir.resolve(TlsKeys.NAME);
            if (Files.exists(keys)) {
                addTls(properties, keys, ports[3]);
            }
            try {
                KafkaConfig config = new KafkaConfig(properties, false);
                return new EmbeddedBroker(config, port, saslPort, startServer(config));
            } catch (Exception e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Starts a second node, a broker with node id 2, and makes it join this one's cluster.
     *
     * @param dir where it keeps its data: an empty folder
     * @return the second broker
     * @throws Exception if it does not start
     */
    public EmbeddedBroker join(Path dir) throws Exception {
        return join(folder(), dir);
    }

    /**
     * Does what {@link #join(Path)} does, for a first broker that may be in another process.
     *
     * @param first where the first broker keeps its data
     * @param dir where the second keeps its data: an empty folder
     * @return the second broker
     * @throws Exception if it does not start
     */
    public static EmbeddedBroker join(Path first, Path dir) throws Exception {
        String clusterId =
                new MetaPropertiesEnsemble.Loader()
                        .addMetadataLogDir(first.toString())
                        .load()
                        .clusterId()
                        .orElseThrow();
        format(dir, clusterId, 2);
        List<String> ports = freePorts(2);
        int port = Integer.parseInt(ports.get(0));
        int saslPort = Integer.parseInt(ports.get(1));
        int controllerPort = Integer.parseInt(Files.readAllLines(first.resolve(PORTS)).get(2));
        Properties joined = properties(dir, port, saslPort, controllerPort);
        joined.put("process.roles", "broker");
        joined.put("node.id", "2");
        joined.put(
                "listeners",
                "PLAINTEXT://" + HOST + ":" + port + ",SASL://" + HOST + ":" + saslPort);
        KafkaConfig config = new KafkaConfig(joined, false);
        return new EmbeddedBroker(config, port, 0, startServer(config));
    }

    /**
     * The address for clients, also while the broker is stopped.
     *
     * @return host:port
     */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /**
     * The address for clients that say who they are, by SASL/PLAIN: {@code feed} with the password
     * {@code secret}.
     *
     * @return host:port
     */
    public String saslServers() {
        return HOST + ":" + saslPort;
    }

    /**
     * The address for clients that say who they are, as at {@link #saslServers}, over TLS.
     *
     * @param dir where a broker keeps its data, with {@link TlsKeys}
     * @return host:port
     * @throws IOException if the folder cannot be read
     */
    static String tlsServers(Path dir) throws IOException {
        return HOST + ":" + Files.readAllLines(dir.resolve(PORTS)).get(3);
    }

    /**
     * The folder where the broker keeps its data, one folder for each partition.
     *
     * @return the folder
     */
    public Path folder() {
        return Path.of(config.metadataLogDir());
    }

    /**
     * Creates a topic and waits until the broker knows it.
     *
     * @param name its name
     * @param partitions how many partitions it has
     * @param config its configuration, such as cleanup.policy
     * @throws Exception if the broker refuses or does not answer
     */
    public void createTopic(String name, int partitions, Map<String, String> config)
            throws Exception {
        createTopic(bootstrapServers(), name, partitions, config);
    }

    /**
     * Does what {@link #createTopic(String, int, Map)} does, on a broker in another process.
     *
     * @param servers its address
     * @param name the topic's name
     * @param partitions how many partitions it has
     * @param config its configuration, such as cleanup.policy
     * @throws Exception if the broker refuses or does not answer
     */
    public static void createTopic(
            String servers, String name, int partitions, Map<String, String> config)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
            admin.createTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (!isServed(admin, name, partitions)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("the broker does not serve topic " + name);
                }
            }
        }
    }

    private static boolean isServed(Admin admin, String name, int partitions) throws Exception {
        try {
            TopicDescription topic =
                    admin.describeTopics(List.of(name))
                            .allTopicNames()
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                            .get(name);
            return topic != null
                    && topic.partitions().size() == partitions
                    && topic.partitions().stream().noneMatch(p -> p.leader() == null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false; // created by the controller, not yet known to the broker
            }
            throw e;
        }
    }

    /** Stops the broker and keeps its data; does nothing if it is stopped. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /**
     * Starts the broker again with the same port and data, after stopping it if it runs.
     *
     * @throws Exception if it does not start
     */
    public synchronized void restart() throws Exception {
        stop();
        server = startServer(config);
    }

    /**
     * Starts the broker again as {@link #restart} does, and until the next time with another
     * password for {@code feed}.
     *
     * @param password the password
     * @throws Exception if it does not start
     */
    public synchronized void restart(String password) throws Exception {
        stop();
        Properties changed = new Properties();
        changed.putAll(config.originals());
        changed.put(PASSWORD, jaas(password));
        server = startServer(new KafkaConfig(changed, false));
    }

    private static String jaas(String password) {
        return PlainLoginModule.class.getName() + " required user_feed=\"" + password + "\";";
    }

    /**
     * Starts the broker again, as {@link #restart}, if it is stopped.
     *
     * @throws Exception if it does not start
     */
    public synchronized void startIfStopped() throws Exception {
        if (server == null) {
            restart();
        }
    }

    /** Stops the broker; its data is the caller's to delete. */
    @Override
    public void close() {
        stop();
    }

    private static KafkaRaftServer startServer(KafkaConfig config) {
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException | Error e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
    }

    private static void format(Path dir, String clusterId, int nodeId) throws Exception {
        try (PrintStream quiet =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(clusterId)
                    .setNodeId(nodeId)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(dir.toString())
                    .addDirectory(dir.toString())
                    .setPrintStream(quiet)
                    .run();
        }
    }

    /** Different ones: each is taken until all are known. */
    private static List<String> freePorts(int count) throws IOException {
        if (count == 0) {
            return new ArrayList<>();
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            List<String> ports = freePorts(count - 1);
            ports.add(Integer.toString(socket.getLocalPort()));
            return ports;
        }
    }

    private static Properties properties(Path dir, int port, int saslPort, int controllerPort) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners",
                "PLAINTEXT://"
                        + HOST
                        + ":"
                        + port
                        + ",SASL://"
                        + HOST
                        + ":"
                        + saslPort
                        + ",CONTROLLER://"
                        + HOST
                        + ":"
                        + controllerPort);
        properties.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SASL_SSL,CONTROLLER:PLAINTEXT");
        properties.put("sasl.enabled.mechanisms", "PLAIN");
        properties.put(PASSWORD, jaas("secret"));
        // All may do all, but for what a test takes from the user of SASL.
        properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
        properties.put("super.users", "User:ANONYMOUS");
        properties.put("allow.everyone.if.no.acl.found", "true");
        properties.put("log.dirs", dir.toString());
        properties.put("auto.create.topics.enable", "false");
        // One node, and little of everything: it shares the process.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "2");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // Compaction soon, and with a small buffer in place of 128 MiB.
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        properties.put("log.cleaner.backoff.ms", "200");
        // So with retention, and with transactions whose producer is gone.
        properties.put("log.initial.task.delay.ms", "500");
        properties.put("log.retention.check.interval.ms", "500");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        return properties;
    }

    private static void addTls(Properties properties, Path keys, int port) {
        String others = properties.getProperty("listeners");
        properties.put("listeners", others + ",TLS://" + HOST + ":" + port);
        properties.put("listener.name.tls.plain.sasl.jaas.config", jaas("secret"));
        properties.put("listener.name.tls.ssl.keystore.location", keys.toString());
        properties.put("listener.name.tls.ssl.keystore.type", "PKCS12");
        properties.put("listener.name.tls.ssl.keystore.password", TlsKeys.PASSWORD);
        properties.put("listener.name.tls.ssl.key.password", TlsKeys.PASSWORD);
    }
}
