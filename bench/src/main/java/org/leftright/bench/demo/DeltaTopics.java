// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The two compacted topics of one phase. Their names are new in each run, so a run never meets
 * another's records on an external broker; they are deleted at the end.
 *
 * @param bootstrap the broker's address
 * @param products product id to product
 * @param members catalog id and product id to a mark
 * @param partitionCount how many partitions each has
 */
public record DeltaTopics(String bootstrap, String products, String members, int partitionCount) {
    private static final int LIMIT_SECONDS = 10;

    /**
     * Checks that a broker answers.
     *
     * @param bootstrap its address
     * @throws DemoException if none does within seconds
     * @throws InterruptedException if the thread is interrupted
     */
    static void checkReachable(String bootstrap) throws DemoException, InterruptedException {
        try (Admin admin = admin(bootstrap)) {
            admin.describeCluster().nodes().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoException("no Kafka broker answers at " + bootstrap, e);
        } catch (KafkaException e) {
            throw new DemoException(
                    "cannot use the broker address " + bootstrap + ": " + rootMessage(e), e);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /**
     * Creates the topics of a phase; also in a thread that is interrupted, so that the caller
     * always knows what to delete.
     *
     * @param bootstrap the broker's address
     * @param prefix what their names begin with
     * @param partitionCount how many partitions each has; the records of one stay in order
     * @return the topics
     * @throws Exception if the broker refuses or does not answer
     */
    static DeltaTopics create(String bootstrap, String prefix, int partitionCount)
            throws Exception {
        DeltaTopics topics =
                new DeltaTopics(
                        bootstrap, prefix + "-products", prefix + "-catalogs", partitionCount);
        return Unhurried.call("topics-create", topics::create);
    }

    private DeltaTopics create() throws DemoException, InterruptedException {
        try (Admin admin = admin(bootstrap)) {
            admin.createTopics(List.of(compacted(products), compacted(members)))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoException("cannot create topics at " + bootstrap, e);
        }
        return this;
    }

    private NewTopic compacted(String name) {
        return new NewTopic(name, partitionCount, (short) 1)
                .configs(
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /**
     * Returns the consumer settings that all who follow the topics use.
     *
     * @return settings without deserializers
     */
    public Map<String, Object> consumerConfig() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
    }

    /** Deletes the topics, as far as the broker lets it; also in a thread that is interrupted. */
    public void delete() {
        Unhurried.run("topics-delete", this::deleteNow);
    }

    private void deleteNow() {
        try (Admin admin = admin(bootstrap)) {
            admin.deleteTopics(List.of(products, members))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("topics are left behind: " + products + ", " + members);
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000));
    }
}
