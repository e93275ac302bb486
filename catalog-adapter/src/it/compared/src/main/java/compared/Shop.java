// SPDX-License-Identifier: Apache-2.0
package compared;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes the two topics: first everything, then batches, each in one transaction over both. */
final class Shop implements AutoCloseable {
    static final String PRODUCTS = "products";
    static final String CATALOGS = "product-catalogs";
    static final List<String> TOPICS = List.of(PRODUCTS, CATALOGS);

    private final SplittableRandom random = new SplittableRandom(1);
    private final int perCatalog;

    /** The number of the price list of each catalog, as committed or about to be. */
    private final int[] priceLists;

    private final KafkaProducer<Long, String> producer;
    private int number;
    private int first;

    /**
     * A batch of changes.
     *
     * @param number the number of its price list
     * @param catalogId a catalog that it changes
     * @param committedNs when it was committed
     */
    record Batch(int number, long catalogId, long committedNs) {}

    Shop(String servers, int catalogs, int perCatalog) {
        this.perCatalog = perCatalog;
        this.priceLists = new int[catalogs];
        Map<String, Object> config =
                Map.of("bootstrap.servers", servers, "transactional.id", "shop", "linger.ms", 5);
        producer = new KafkaProducer<>(config, new LongSerializer(), new StringSerializer());
        producer.initTransactions();
    }

    /** Writes all catalogs and products. */
    void fill() {
        for (int catalog = 0; catalog < priceLists.length; catalog += 100) {
            producer.beginTransaction();
            for (int i = catalog; i < Math.min(catalog + 100, priceLists.length); i++) {
                write(i, 1);
            }
            producer.commitTransaction();
        }
        number = 1;
    }

    /** Begins a batch: some catalogs get a new price list, of which a half is written. */
    void begin(int changed) {
        number++;
        first = random.nextInt(priceLists.length);
        producer.beginTransaction();
        for (int i = 0; i < changed / 2; i++) {
            write((first + i) % priceLists.length, number);
        }
        producer.flush();
    }

    /** Writes the other half and commits. */
    Batch commit(int changed) {
        for (int i = changed / 2; i < changed; i++) {
            write((first + i) % priceLists.length, number);
        }
        producer.commitTransaction();
        return new Batch(number, first, System.nanoTime());
    }

    private void write(int catalog, int list) {
        priceLists[catalog] = list;
        long from = (long) catalog * perCatalog;
        long[] ids = LongStream.range(from, from + perCatalog).toArray();
        producer.send(
                new ProducerRecord<>(CATALOGS, (long) catalog, new Listing(list, ids).json()));
        for (long id : ids) {
            Product product = new Product("product " + id, 100 + random.nextInt(100_000), list);
            producer.send(new ProducerRecord<>(PRODUCTS, id, product.json()));
        }
    }

    /** Whether a contender shows what was committed, all of it. */
    boolean isShownBy(Contender contender) {
        for (int catalog = 0; catalog < priceLists.length; catalog++) {
            Answer expected = new Answer(priceLists[catalog], priceLists[catalog]);
            if (!contender.answer(catalog).equals(expected)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        producer.close();
    }
}
