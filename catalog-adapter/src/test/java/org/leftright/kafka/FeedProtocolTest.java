// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.broker.TlsKeys;

/** Who speaks another protocol than the broker is told so, as far as anybody can know. */
@ExtendWith(BrokerExtension.class)
class FeedProtocolTest {
    @TempDir Path folder;

    @Test
    void whoSpeaksAnotherProtocolThanTheBrokerIsToldSo(FeedTopics topics) throws Exception {
        Map<String, Object> saslOverTls = new HashMap<>(FeedTopics.sasl("secret"));
        saslOverTls.put("security.protocol", "SASL_SSL");
        String plain = topics.broker.bootstrapServers();
        String sasl = topics.broker.saslServers();
        try (ServerSocket tls = listenWithTls()) {
            List<KafkaCatalogFeed<String>> feeds = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            feeds.add(feed(topics, sasl, Map.of()));
            expected.add(other(sasl, "PLAINTEXT"));
            feeds.add(feed(topics, sasl, saslOverTls));
            expected.add(other(sasl, "SASL_SSL"));
            feeds.add(feed(topics, plain, Map.of("security.protocol", "SSL")));
            expected.add(other(plain, "SSL"));
            String address = "127.0.0.1:" + tls.getLocalPort();
            feeds.add(feed(topics, address, Map.of()));
            expected.add(other(address, "PLAINTEXT"));
            feeds.add(feed(topics, "127.0.0.1:1", Map.of()));
            expected.add("no answer from the Kafka broker at 127.0.0.1:1");

            feeds.forEach(KafkaCatalogFeed::start);
            for (int k = 0; k < feeds.size(); k++) {
                FeedException cause = awaitCause(feeds.get(k), expected.get(k));
                boolean isAway = k == feeds.size() - 1;
                assertThat(cause.reason())
                        .isEqualTo(
                                isAway
                                        ? FeedException.Reason.BROKER_AWAY
                                        : FeedException.Reason.NO_ACCESS);
            }
        }
    }

    private static String other(String servers, String protocol) {
        return "no answer from the Kafka broker at "
                + servers
                + ", which takes connections: it may expect another security.protocol than "
                + protocol;
    }

    private static KafkaCatalogFeed<String> feed(
            FeedTopics topics, String servers, Map<String, Object> properties) {
        return topics.feed(
                topics.builder(ProductCatalog.create())
                        .bootstrapServers(servers)
                        .consumerProperties(properties));
    }

    /** Waits for a cause. On a busy machine the first one may be that nobody has answered yet. */
    private static FeedException awaitCause(KafkaCatalogFeed<String> feed, String message) {
        await().untilAsserted(() -> assertThat(feed.status().cause()).hasMessage(message));
        return feed.status().cause();
    }

    /** A port where nothing but TLS is understood. */
    private ServerSocket listenWithTls() throws Exception {
        Path file = TlsKeys.create(folder);
        char[] password = TlsKeys.PASSWORD.toCharArray();
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        ServerSocket server = context.getServerSocketFactory().createServerSocket(0);
        Thread thread = new Thread(() -> serve(server), "tls");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read();
            } catch (IOException ignored) {
                // No TLS, or the test is over.
            }
        }
    }
}
