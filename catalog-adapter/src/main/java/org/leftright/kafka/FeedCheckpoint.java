// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupView;

/**
 * When a feed writes its checkpoint, and whether it trusts one. The feed's thread alone, but for
 * what {@link Writing} does.
 */
final class FeedCheckpoint implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final FeedSettings settings;
    private final CheckpointSettings checkpoint;
    private final FeedReport report;
    private final FeedFigures figures;
    private final CheckpointLock lock;

    private @Nullable Writing writing;
    private boolean tried;
    private long triedNs;
    private long writtenVersion = -1;
    private Instant writtenAsOf = Instant.EPOCH;
    private boolean failed;

    FeedCheckpoint(
            FeedSettings settings,
            CheckpointSettings checkpoint,
            FeedReport report,
            FeedFigures figures) {
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.report = report;
        this.figures = figures;
        this.lock = new CheckpointLock(checkpoint.file());
    }

    // ---------------------------------------------------------------- reading

    /**
     * Writes the contents of the file to the group, if there is one and it fits the topics.
     *
     * @return what stands before the contents, null if the topics are to be read from the
     *     beginning; what is pending counts for nothing then
     */
    CheckpointFile.@Nullable Header load(FeedSource from, FeedProbe.Answer start) {
        try {
            CheckpointFile.Header header =
                    CheckpointFile.read(
                            checkpoint.file(),
                            read -> {
                                check(read, start);
                                checkHistory(read, from);
                            },
                            checkpoint.members());
            figures.checkpoint(header.asOf(), Files.size(checkpoint.file()));
            report.log(
                    Level.INFO,
                    "begins with the checkpoint " + checkpoint.file() + " as of " + header.asOf());
            return header;
        } catch (NoSuchFileException e) {
            return null;
        } catch (WakeupException | FeedException e) {
            throw e; // the feed ends
        } catch (Throwable e) {
            throwIfFatal(e);
            report.log(
                    Level.WARNING,
                    "the checkpoint "
                            + checkpoint.file()
                            + " is not used: "
                            + (e instanceof Error ? e : FeedException.messageOf(e))
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
        if (!header.kinds().equals(checkpoint.kinds())) {
            throw new IOException("it holds " + header.kinds() + ", not " + checkpoint.kinds());
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
        Instant now = Instant.now();
        if (header.asOf().isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new IOException(
                    "it is as of "
                            + header.asOf()
                            + ", which is still to come: a clock was set back, and its age is not"
                            + " known");
        }
        if (header.asOf().plus(settings.maxAge()).isBefore(now)) {
            throw new IOException(
                    "it is as of "
                            + header.asOf()
                            + ", longer ago than "
                            + settings.maxAge()
                            + ": tombstones may have gone since");
        }
    }

    /** Offsets that are there may hold other records, if a log was cut and written again. */
    private void checkHistory(CheckpointFile.Header header, FeedSource from) throws IOException {
        Set<TopicPartition> rewritten = rewritten(header.places(), from);
        if (!rewritten.isEmpty()) {
            throw new IOException(
                    "its records are not those of the log any more, in "
                            + rewritten
                            + ": another leader has written them again, as after a restored backup"
                            + " or an unclean election");
        }
    }

    /** Waits for the broker as long as the start may take. */
    private Set<TopicPartition> rewritten(
            Map<TopicPartition, FeedEpochs.Place> places, FeedSource from) {
        long beganNs = System.nanoTime();
        FeedException.@Nullable Reason waitsFor = null;
        while (true) {
            try {
                return from.rewritten(places);
            } catch (ApiException e) {
                FeedException.Reason reason = FeedException.Reason.of(e);
                String message =
                        "the checkpoint cannot be compared with the topics: "
                                + FeedException.messageOf(e);
                if (System.nanoTime() - beganNs >= settings.startTimeout().toNanos()) {
                    throw new FeedException(reason, message, e);
                }
                if (reason != waitsFor) {
                    waitsFor = reason;
                    report.waitsAtStart(reason, message);
                }
                from.pause();
            }
        }
    }

    // ---------------------------------------------------------------- writing

    /**
     * Begins to write the live version, if it is time and the last write has ended; in a thread of
     * its own and from a snapshot, so that deltas go on meanwhile.
     *
     * @param marker the number of the marker that it was refreshed at, or -1
     */
    void writeIfDue(FeedSource from, long marker) {
        takeResult();
        if (writing != null
                || (tried && System.nanoTime() - triedNs < checkpoint.every().toNanos())) {
            return;
        }
        FeedMoment readable = report.readable();
        if (readable == null) {
            return;
        }
        Instant asOf = readable.at();
        boolean changed = settings.group().version() != writtenVersion;
        if (!changed && writtenAsOf.plus(settings.maxAge().dividedBy(2)).isAfter(asOf)) {
            return;
        }
        try {
            GroupView view = settings.group().snapshot();
            writing = begin(view, header(view, asOf, marker, from));
        } catch (Throwable e) {
            hasFailed(e);
        }
    }

    /** A write that was begun. */
    private record Writing(Thread thread, CompletableFuture<Written> end) {}

    private record Written(long version, Instant asOf, long bytes) {}

    private Writing begin(GroupView view, CheckpointFile.Header header) {
        CompletableFuture<Written> end = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                end.complete(write(view, header));
                            } catch (Throwable e) {
                                end.completeExceptionally(e);
                            }
                        },
                        settings.name() + "-checkpoint");
        thread.setDaemon(true);
        thread.start();
        return new Writing(thread, end);
    }

    private Written write(GroupView view, CheckpointFile.Header header) throws IOException {
        lock.acquire();
        CheckpointFile.write(checkpoint.file(), header, view, checkpoint.members());
        return new Written(view.version(), header.asOf(), Files.size(checkpoint.file()));
    }

    private CheckpointFile.Header header(
            GroupView view, Instant asOf, long marker, FeedSource from) {
        TopicOffsets offsets = offsets(view);
        return new CheckpointFile.Header(
                asOf, marker, from.ids(), offsets, from.places(offsets.next()), checkpoint.kinds());
    }

    private static TopicOffsets offsets(GroupView view) {
        if (view.attachment() instanceof TopicOffsets offsets) {
            return offsets;
        }
        throw new IllegalStateException("somebody else refreshes what the feed writes to");
    }

    /** Takes in what has come of the last write, if it has ended. */
    private void takeResult() {
        if (writing == null || !writing.end.isDone()) {
            return;
        }
        CompletableFuture<Written> ended = writing.end;
        writing = null;
        try {
            Written written = ended.join();
            writtenVersion = written.version;
            writtenAsOf = written.asOf;
            failed = false;
            tried = true;
            triedNs = System.nanoTime();
            figures.checkpoint(written.asOf, written.bytes);
        } catch (CompletionException e) {
            hasFailed(e.getCause() == null ? e : e.getCause());
        }
    }

    private void hasFailed(Throwable reason) {
        tried = true;
        triedNs = System.nanoTime();
        throwIfFatal(reason);
        figures.checkpointFailed();
        if (!failed) {
            failed = true;
            report.log(
                    Level.WARNING,
                    "the checkpoint "
                            + checkpoint.file()
                            + " could not be written, and it is not said again until it can: "
                            + reason);
        }
    }

    /**
     * Waits a little for a write to end, or else interrupts it, so that it leaves the last file as
     * it is; then lets others write the file.
     */
    @Override
    public void close() throws IOException {
        Writing last = writing;
        if (last == null) {
            lock.close();
            return;
        }
        try {
            last.end.handle((written, thrown) -> "").get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            last.thread.interrupt();
        } catch (TimeoutException | ExecutionException ignored) { // it never fails
            last.thread.interrupt();
        }
        // By the thread that writes, if it has not ended: nobody else may write before.
        writing = new Writing(last.thread, last.end.whenComplete((written, e) -> release()));
        takeResult();
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException e) {
            report.log(Level.WARNING, "could not release the lock of its checkpoint", e);
        }
    }
}
