// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.leftright.bench.demo.Delta;
import org.leftright.bench.demo.DeltaProducer;
import org.leftright.bench.demo.DeltaStream;
import org.leftright.bench.demo.DemoException;
import org.leftright.bench.demo.Ids;
import org.leftright.bench.demo.Product;
import org.leftright.bench.demo.Replay;
import org.leftright.bench.demo.RetailLine;

/**
 * The shop's sales on their way into the topics, and what they come to by an independent replay.
 */
final class Sales {
    /** No product of the file has this id. */
    static final long BROKEN_ID = 0;

    private final List<RetailLine> lines;
    private final Ids ids;
    private final int variants;
    private final DeltaProducer producer;
    private final DeltaStream deltas;
    private long lastWindow = Long.MIN_VALUE;

    /**
     * Begins at the first line.
     *
     * @param lines the file, or its beginning
     * @param variants how many variants each product has
     * @param producer where to send
     */
    Sales(List<RetailLine> lines, int variants, DeltaProducer producer) {
        this.lines = lines;
        this.ids = new Ids(lines);
        this.variants = variants;
        this.producer = producer;
        this.deltas = new DeltaStream(lines, ids, variants);
    }

    /**
     * Sends a number of windows, at most all, at even distances, and waits until they are there.
     */
    void send(int windowCount, Duration duration) throws DemoException, InterruptedException {
        long began = System.nanoTime();
        for (int i = 1; i <= windowCount && deltas.hasNext(); i++) {
            Delta delta = deltas.next();
            producer.send(delta);
            lastWindow = delta.window();
            long dueMs = duration.toMillis() * i / windowCount;
            long earlyMs = dueMs - (System.nanoTime() - began) / 1_000_000;
            if (earlyMs > 0) {
                producer.flush();
                Thread.sleep(earlyMs);
            }
        }
        producer.flush();
    }

    /** Sends half of a product's JSON. */
    void sendBroken() {
        producer.sendProduct(
                BROKEN_ID, "{\"code\":\"85123A\",\"descr".getBytes(StandardCharsets.UTF_8));
    }

    /** Returns where the topics end, by partition. */
    Map<String, Long> ends() {
        Map<String, Long> ends = new HashMap<>();
        producer.ends().forEach((partition, end) -> ends.put(partition.toString(), end));
        return ends;
    }

    /** Returns the ids of all products that the file names, of whatever time. */
    Collection<Long> allIds() {
        return ids.productIds(variants).values();
    }

    /** Returns what the windows sent so far come to, by the independent replay. */
    Expected expected() {
        List<RetailLine> sent = lines.stream().filter(line -> line.window() <= lastWindow).toList();
        Replay replay = Replay.of(sent, variants);
        Map<String, Long> idsByCode = ids.productIds(variants);
        Map<Long, Product> products = new HashMap<>();
        replay.products().forEach((code, product) -> products.put(idsByCode.get(code), product));
        Map<Long, Set<Long>> catalogs = new HashMap<>();
        replay.catalogs()
                .forEach(
                        (country, codes) ->
                                catalogs.put(
                                        (long) ids.catalogId(country),
                                        codes.stream()
                                                .map(idsByCode::get)
                                                .collect(Collectors.toSet())));
        return new Expected(products, catalogs);
    }

    /**
     * What should be served.
     *
     * @param products by id
     * @param catalogs the product ids of each
     */
    record Expected(Map<Long, Product> products, Map<Long, Set<Long>> catalogs) {

        Digest digest() {
            Digest.Adder adder = new Digest.Adder();
            products.forEach(adder::product);
            catalogs.forEach((catalog, ids) -> ids.forEach(id -> adder.entry(catalog, id)));
            return adder.total();
        }
    }
}
