// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.leftright.catalog.CatalogEntry;
import org.leftright.catalog.CatalogGuard;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;

/**
 * The options of a {@link KafkaCatalogFeed}. Needed are the broker's address and at least one
 * topic.
 *
 * @param <P> the products
 */
public final class KafkaCatalogFeedBuilder<P>
        extends AbstractFeedBuilder<KafkaCatalogFeedBuilder<P>> {
    private final ProductCatalog<P> catalog;
    private final Deserializer<? extends P> productDeserializer;
    private @Nullable String productsTopic;
    private @Nullable String catalogTopic;
    private Deserializer<Long> productKeys = StrictKeys::productId;
    private Deserializer<CatalogEntry> entryKeys = StrictKeys::entry;
    private @Nullable Serializer<? super P> productSerializer;
    private Deserializer<? extends P> checkpointDeserializer;

    KafkaCatalogFeedBuilder(
            ProductCatalog<P> catalog, Deserializer<? extends P> productDeserializer) {
        super("catalog-feed-");
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.productDeserializer =
                Objects.requireNonNull(productDeserializer, "productDeserializer");
        this.checkpointDeserializer = productDeserializer;
    }

    @Override
    KafkaCatalogFeedBuilder<P> self() {
        return this;
    }

    @Override
    ConfigDef knownOptions() {
        return FeedOptions.OF_CATALOG;
    }

    /**
     * The topic of the products. A record's key is the product's id, {@linkplain
     * #productKeyDeserializer 8 bytes big-endian}; its value is the product. The product is removed
     * if the value is null, or the deserializer makes null of it; see also {@code recordRule}.
     *
     * @param topic the topic's name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> productsTopic(String topic) {
        productsTopic = FeedChecks.notBlank(topic, "productsTopic");
        return this;
    }

    /**
     * The topic of the catalogs. A record's key is the catalog's id and then the product's,
     * {@linkplain #entryKeyDeserializer 8 bytes big-endian each}; the product is in the catalog if
     * the value is not null, whatever it is; see also {@code recordRule}.
     *
     * @param topic the topic's name
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> catalogTopic(String topic) {
        catalogTopic = FeedChecks.notBlank(topic, "catalogTopic");
        return this;
    }

    /**
     * How the key of a product's record is read. By default it must be 8 bytes, a big-endian number
     * as Kafka's {@code LongSerializer} writes it. Keys of another length are refused, and so are 8
     * digits of ASCII, which are a number written as text. Nothing else can be told from an id: 8
     * bytes of other text, or a number in another byte order, is taken for some other product.
     *
     * @param deserializer makes an id of a key that is not null; what it throws, or null, makes the
     *     record one that cannot be decoded. Called by the feed's thread alone; the caller's to
     *     configure and to close
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> productKeyDeserializer(Deserializer<Long> deserializer) {
        productKeys = Objects.requireNonNull(deserializer, "deserializer");
        return this;
    }

    /**
     * How the key of a catalog's record is read. By default it must be 16 bytes, two big-endian
     * numbers, neither of them 8 digits of ASCII; what that cannot tell is as with {@link
     * #productKeyDeserializer}.
     *
     * @param deserializer makes an entry of a key that is not null; otherwise as for products
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> entryKeyDeserializer(
            Deserializer<CatalogEntry> deserializer) {
        entryKeys = Objects.requireNonNull(deserializer, "deserializer");
        return this;
    }

    /**
     * Asks before each refresh whether what was read may be shown; by default it always is. While
     * the guard objects, readers go on with the version that they have, the feed is {@link
     * FeedState#HELD} and reads on, {@link FeedStatus#hold} and the log say why and since when, and
     * no checkpoint is written. The guard is asked again every second, so that the hold ends by
     * itself when records that have come since satisfy it; to end it otherwise, call {@link
     * KafkaFeed#showHeld}. With markers, whole batches are held back.
     *
     * <p>At the first start there may be nothing to go on with: then the feed is not ready until
     * the guard agrees. With a checkpoint, the checkpoint's version is shown first if the guard
     * agrees to it, is what the version of the topics is compared with, and makes the feed ready if
     * that is held back.
     *
     * @param guard is asked, by the feed's thread; see {@link CatalogGuard} for those ready-made
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> contentGuard(CatalogGuard<P> guard) {
        Objects.requireNonNull(guard, "guard");
        ask(
                (before, next, changes) ->
                        guard.objection(
                                catalog.viewOf(before),
                                catalog.viewOf(next),
                                catalog.changesOf(changes)));
        return this;
    }

    /**
     * Keeps a checkpoint: the catalog and its offsets in a local file, so that the next start reads
     * only what came after. The file is written once the feed is live and then every five minutes
     * if anything is new, by a thread of its own, from a snapshot: neither readers nor records
     * wait. The snapshot costs memory for a third index, and the time to copy it at the first write
     * after the next refresh. The file is replaced at once or not at all, and has a checksum; a
     * file that is damaged, or not of these topics, or too old, is left alone, the log says why,
     * and the topics are read from the beginning. What cannot be written is said once and tried
     * again. Where files have POSIX permissions, the file is its owner's alone.
     *
     * <p>The file holds each product as the serializer makes it, and the feed's deserializer reads
     * it back, both without headers. After a change of either, delete the file. A checkpoint whose
     * records are not those of the log any more, since another leader has written them again, is
     * not used either. That is told by the epochs of the leaders; a log that was put back and has
     * since had exactly as many elections as the one that was lost shows no difference.
     *
     * <p>One file for each feed: the feed that writes it holds a lock on a second file, with {@code
     * .lock} at the end of its name, until it is closed. Others, in this process or another, may
     * begin with the file, but cannot write it, and say so.
     *
     * @param file the file, in a folder that exists
     * @param serializer makes bytes of a product; called by one thread at a time, which is not the
     *     feed's, and interrupted if the feed is closed and it takes longer than 5 seconds
     * @return this
     * @throws IllegalArgumentException if there is no such folder
     */
    public KafkaCatalogFeedBuilder<P> checkpoint(Path file, Serializer<? super P> serializer) {
        Objects.requireNonNull(serializer, "serializer");
        keepIn(file);
        return checkpointSerializer(serializer);
    }

    /**
     * Keeps a checkpoint as {@link #checkpoint(Path, Serializer)} does, and reads products back
     * from it in a way of their own: for instance such that are decoded when a reader first asks.
     *
     * @param file the file, in a folder that exists
     * @param serde makes bytes of a product, as the serializer there; and a product of these bytes,
     *     in the feed's thread
     * @return this
     * @throws IllegalArgumentException if there is no such folder
     */
    public KafkaCatalogFeedBuilder<P> checkpoint(Path file, Serde<P> serde) {
        checkpoint(file, serde.serializer());
        checkpointDeserializer = Objects.requireNonNull(serde.deserializer(), "deserializer");
        return this;
    }

    /**
     * How a checkpoint keeps a product, if {@link #properties} name a file for it.
     *
     * @param serializer as for {@link #checkpoint(Path, Serializer)}
     * @return this
     */
    public KafkaCatalogFeedBuilder<P> checkpointSerializer(Serializer<? super P> serializer) {
        productSerializer = Objects.requireNonNull(serializer, "serializer");
        checkpointDeserializer = productDeserializer;
        return this;
    }

    /**
     * Makes the feed; it does nothing yet, not even connect.
     *
     * @return a feed, to be started
     * @throws IllegalArgumentException if an option is missing or wrong
     * @throws IllegalStateException if the {@code kafka-clients} on the path are older than 3.7
     */
    public KafkaCatalogFeed<P> build() {
        if (productsTopic == null && catalogTopic == null) {
            throw new IllegalArgumentException("the feed needs productsTopic or catalogTopic");
        }
        if (Objects.equals(productsTopic, catalogTopic)) {
            throw new IllegalArgumentException(
                    "productsTopic and catalogTopic are both " + productsTopic);
        }
        if (hasCheckpoint() && productSerializer == null) {
            throw new IllegalArgumentException(
                    "leftright.checkpoint.file names a checkpoint, but there is no"
                            + " checkpointSerializer(...) to keep products with");
        }
        if (!hasCheckpoint() && productSerializer != null && !isConfigured()) {
            throw new IllegalArgumentException(
                    "checkpointSerializer(...) says how a checkpoint keeps products, but there is no"
                            + " file for one");
        }
        return new KafkaCatalogFeed<>(settings(catalog.group(), topics(), members()), catalog);
    }

    private Map<String, FeedTopic<?, ?>> topics() {
        CatalogWriter<P> writer = catalog.writer();
        Map<String, FeedTopic<?, ?>> topics = new LinkedHashMap<>();
        if (productsTopic != null) {
            RecordApplier<Long, P> products =
                    (id, product) -> {
                        if (product == null) {
                            writer.removeProduct(id);
                        } else {
                            writer.upsertProduct(id, product);
                        }
                    };
            topics.put(
                    productsTopic,
                    new FeedTopic<>(
                            productKeys, FeedTopic.valuesOf(productDeserializer), products));
        }
        if (catalogTopic != null) {
            RecordApplier<CatalogEntry, Boolean> entries =
                    (entry, present) -> {
                        if (present == null) {
                            writer.removeFromCatalog(entry.catalogId(), entry.productId());
                        } else {
                            writer.addToCatalog(entry.catalogId(), entry.productId());
                        }
                    };
            topics.put(catalogTopic, new FeedTopic<>(entryKeys, record -> true, entries));
        }
        return topics;
    }

    /** What a checkpoint keeps, under the names of the topics. */
    private List<CheckpointMember> members() {
        return productSerializer == null
                ? List.of()
                : List.of(
                        new CheckpointMember.OfLongMap<>(
                                catalog.products(),
                                new CheckpointMember.Format<>(
                                        String.valueOf(productsTopic),
                                        productSerializer,
                                        checkpointDeserializer)),
                        new CheckpointMember.OfIdSets(
                                catalog.catalogs(), String.valueOf(catalogTopic)));
    }
}
