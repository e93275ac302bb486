// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** When a feed writes its checkpoint, and whether it trusts one. The feed's thread alone. */
final class FeedCheckpoint<P> {
    private final FeedSettings<P> settings;
    private final CheckpointSettings<P> checkpoint;
    private final FeedReport report;

    private boolean tried;
    private long triedNs;
    private long writtenVersion = -1;
    private Instant writtenAsOf = Instant.EPOCH;
    private boolean failed;

    FeedCheckpoint(FeedSettings<P> settings, CheckpointSettings<P> checkpoint, FeedReport report) {
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.report = report;
    }

    // ---------------------------------------------------------------- reading

    /**
     * Passes the contents of the file on, if there is one and it fits the topics.
     *
     * @param sink takes the contents; what it got counts for nothing if the result is null
     * @return what stands before the contents, null if the topics are to be read from the beginning
     */
    CheckpointFile.@Nullable Header load(FeedProbe.Answer start, Consumer<FeedChange<P>> sink) {
        try {
            CheckpointFile.Header header =
                    CheckpointFile.read(
                            checkpoint.file(), read -> check(read, start), this::decode, sink);
            report.log(
                    Level.INFO,
                    "begins with the checkpoint " + checkpoint.file() + " as of " + header.asOf());
            return header;
        } catch (NoSuchFileException e) {
            return null;
        } catch (Throwable e) {
            throwIfFatal(e);
            report.log(
                    Level.WARNING,
                    "the checkpoint "
                            + checkpoint.file()
                            + " is not used: "
                            + (e instanceof Error ? e : e.getMessage())
                            + "; the topics are read from the beginning");
            return null;
        }
    }

    private static void throwIfFatal(Throwable thrown) {
        if (Fatal.isFatal(thrown)) {
            throw (VirtualMachineError) thrown;
        }
    }

    private void check(CheckpointFile.Header header, FeedProbe.Answer start) throws IOException {
        Map<String, Uuid> ids = header.ids();
        if (!ids.keySet().equals(start.ids().keySet())) {
            throw new IOException(
                    "it is of the topics " + ids.keySet() + ", not " + start.ids().keySet());
        }
        for (Map.Entry<String, Uuid> topic : start.ids().entrySet()) {
            if (!topic.getValue().equals(ids.get(topic.getKey()))) {
                throw new IOException(
                        "the topic " + topic.getKey() + " was re-created since it was written");
            }
        }
        for (Map.Entry<TopicPartition, Long> next : header.offsets().next().entrySet()) {
            if (!start.ends().containsKey(next.getKey())) {
                throw new IOException("it is of " + next.getKey() + ", which is not followed");
            }
            long begin = start.begins().getOrDefault(next.getKey(), 0L);
            long end = start.ends().getOrDefault(next.getKey(), -1L);
            if (next.getValue() < begin || next.getValue() > end) {
                throw new IOException(
                        "its offset "
                                + next.getValue()
                                + " of "
                                + next.getKey()
                                + " is not there any more, only "
                                + begin
                                + " to "
                                + end);
            }
        }
        if (header.asOf().plus(checkpoint.maxAge()).isBefore(Instant.now())) {
            throw new IOException(
                    "it is as of "
                            + header.asOf()
                            + ", longer ago than "
                            + checkpoint.maxAge()
                            + ": tombstones may have gone since");
        }
    }

    private P decode(byte[] bytes) {
        P product = settings.records().products().deserialize(topic(), bytes);
        if (product == null) {
            throw new SerializationException("the deserializer made null of a product");
        }
        return product;
    }

    // ---------------------------------------------------------------- writing

    /**
     * Writes the live version, if it is time; in a section, and no refresh comes meanwhile.
     *
     * @param marker the number of the marker that it was refreshed at, or -1
     */
    void writeIfDue(Map<String, Uuid> ids, long marker) {
        if (tried && System.nanoTime() - triedNs < checkpoint.every().toNanos()) {
            return;
        }
        Duration staleness = report.staleness();
        if (staleness == null) {
            return;
        }
        Instant asOf = Instant.now().minus(staleness);
        boolean changed = settings.catalog().version() != writtenVersion;
        if (!changed && writtenAsOf.plus(checkpoint.maxAge().dividedBy(2)).isAfter(asOf)) {
            return;
        }
        try {
            writtenVersion =
                    settings.catalog()
                            .<Long>read(
                                    view ->
                                            write(
                                                    view,
                                                    new CheckpointFile.Header(
                                                            asOf, marker, ids, offsets(view))));
            writtenAsOf = asOf;
            failed = false;
        } catch (Throwable e) {
            throwIfFatal(e);
            if (!failed) {
                failed = true;
                report.log(
                        Level.WARNING,
                        "the checkpoint "
                                + checkpoint.file()
                                + " could not be written, and it is not said again until it can: "
                                + (e.getCause() == null ? e : e.getCause()));
            }
        } finally {
            tried = true;
            triedNs = System.nanoTime();
        }
    }

    private long write(CatalogView<P> view, CheckpointFile.Header header) {
        try {
            CheckpointFile.write(checkpoint.file(), header, view, this::encode);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return view.version();
    }

    private static CatalogOffsets offsets(CatalogView<?> view) {
        if (view.attachment() instanceof CatalogOffsets offsets) {
            return offsets;
        }
        throw new IllegalStateException("somebody else refreshes the catalog of the feed");
    }

    private byte[] encode(P product) {
        return Objects.requireNonNull(
                checkpoint.serializer().serialize(topic(), product),
                "the serializer made null of a product");
    }

    private String topic() {
        return String.valueOf(settings.productsTopic());
    }
}
