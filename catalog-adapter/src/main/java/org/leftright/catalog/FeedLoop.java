package org.leftright.catalog;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What the feed's thread does: connect, catch up, follow. Whatever ends it, what is pending then is
 * taken back, so that readers only ever see whole polls, each with its offsets.
 */
final class FeedLoop<P> implements Runnable {
    private static final System.Logger LOG = System.getLogger(KafkaCatalogFeed.class.getName());

    /** After a refresh: the time readers have to leave the old side before the next poll. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    /** Under a steady stream, how long a refresh waits for everything there is to be read. */
    private static final long DRAIN_NS = Duration.ofSeconds(1).toNanos();

    private final FeedSettings<P> settings;
    private final CatalogWriter<P> writer;
    private final FeedDecoder<P> decoder;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<CatalogOffsets> ready = new CompletableFuture<>();

    // The feed's thread alone.
    private boolean unrefreshed;
    private long unrefreshedNs;
    private long refreshedNs;
    private boolean silent;
    private @Nullable Map<TopicPartition, Long> missed;
    private boolean listenerHasThrown;

    // Written by the feed's thread, read by any.
    private volatile @Nullable FeedSource source;
    private volatile CatalogFeedState state = CatalogFeedState.STARTING;
    private volatile @Nullable CatalogFeedException failure;
    private volatile @Nullable CatalogOffsets visible;
    private volatile long recordCount;
    private volatile long catchUpReadCount;
    private volatile long catchUpTotalCount;

    FeedLoop(FeedSettings<P> settings) {
        this.settings = settings;
        this.writer = settings.catalog().writer();
        this.decoder = new FeedDecoder<>(settings);
    }

    @Override
    public void run() {
        @Nullable FeedSource opened = null;
        try {
            opened = new FeedSource(settings, closing);
            source = opened;
            if (!isClosing()) { // else nobody may be left to wake it up
                Map<TopicPartition, Long> ends = opened.connect();
                catchUp(opened, ends);
                follow(opened);
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
        } catch (Throwable e) {
            if (!isClosing()) {
                fail(e);
            }
        } finally {
            end(opened);
        }
    }

    // ------------------------------------------------------------ the three parts

    private void catchUp(FeedSource from, Map<TopicPartition, Long> ends) {
        long beganNs = System.nanoTime();
        catchUpTotalCount = from.total(ends);
        become(CatalogFeedState.CATCHING_UP);
        if (settings.catalog().productCount() > 0 || settings.catalog().catalogCount() > 0) {
            unrefreshed = true;
            writer.clear(); // what the topics do not have any more would else stay for ever
        }
        while (!from.hasReached(ends)) {
            read(from, Long.MAX_VALUE);
            catchUpReadCount = from.passed(ends);
            tell(listener -> listener.onProgress(catchUpReadCount, catchUpTotalCount));
            watch(from);
            stopIfClosing();
        }
        catchUpReadCount = catchUpTotalCount;
        CatalogOffsets offsets = refresh(from);
        LOG.log(
                Level.INFO,
                "{0} is live: read {1} records in {2} ms",
                settings.name(),
                recordCount,
                (System.nanoTime() - beganNs) / 1_000_000);
        become(CatalogFeedState.LIVE);
        ready.complete(offsets);
    }

    private void follow(FeedSource from) {
        while (true) {
            stopIfClosing();
            long now = System.nanoTime();
            read(from, unrefreshed ? dueNs() - now : Long.MAX_VALUE);
            now = System.nanoTime();
            if (unrefreshed
                    && now - dueNs() >= 0
                    && (now - dueNs() >= DRAIN_NS || from.isDrained())) {
                refresh(from);
            }
            watch(from);
        }
    }

    /** One poll, decoded whole before any of it is applied. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
    private void read(FeedSource from, long limitNs) {
        ConsumerRecords<byte[], byte[]> records = from.poll(limitNs);
        if (records.isEmpty()) {
            return;
        }
        List<FeedChange<P>> changes = decoder.decode(records);
        tell(listener -> listener.onRecords(records.count()));
        if (!unrefreshed) {
            unrefreshed = true;
            unrefreshedNs = System.nanoTime();
        }
        for (FeedChange<P> change : changes) {
            change.applyTo(writer);
        }
        recordCount += records.count();
    }

    /** When what is applied is to be refreshed. */
    private long dueNs() {
        long dueNs = refreshedNs + settings.refreshEvery().toNanos();
        return settings.refreshEvery().isZero() || dueNs - unrefreshedNs < 0
                ? unrefreshedNs
                : dueNs;
    }

    private CatalogOffsets refresh(FeedSource from) {
        CatalogOffsets offsets = from.offsets();
        writer.refresh(offsets);
        unrefreshed = false;
        refreshedNs = System.nanoTime();
        visible = offsets;
        writer.settle(SETTLE);
        tell(listener -> listener.onRefresh(offsets));
        return offsets;
    }

    // ---------------------------------------------------------------- contact

    /** Notices that the broker is away, and that what was missed meanwhile has been read. */
    private void watch(FeedSource from) {
        Map<TopicPartition, Long> ends = from.probe();
        if (from.silence().compareTo(settings.staleAfter()) > 0) {
            if (!silent) {
                silent = true;
                missed = null;
                LOG.log(
                        Level.WARNING,
                        "{0}: the broker has not answered for {1}; readers go on with what they"
                                + " have",
                        settings.name(),
                        settings.staleAfter());
                if (state == CatalogFeedState.LIVE) {
                    become(CatalogFeedState.STALE);
                }
            }
            return;
        }
        if (!silent) {
            return;
        }
        if (missed == null && !ends.isEmpty()) {
            missed = ends;
        }
        if (missed != null && !unrefreshed && from.hasReached(missed)) {
            silent = false;
            LOG.log(Level.INFO, "{0}: the broker is back, nothing was missed", settings.name());
            if (state == CatalogFeedState.STALE) {
                become(CatalogFeedState.LIVE);
            }
        }
    }

    // -------------------------------------------------------------------- end

    private void fail(Throwable thrown) {
        CatalogFeedException reason = reason(thrown);
        discard(reason);
        LOG.log(Level.ERROR, settings.name() + " has failed: " + reason.getMessage(), reason);
        failure = reason;
        become(CatalogFeedState.FAILED);
        ready.completeExceptionally(reason);
    }

    private static CatalogFeedException reason(Throwable thrown) {
        if (thrown instanceof CatalogFeedException known) {
            return known;
        }
        if (thrown instanceof InvalidOffsetException e) {
            return new CatalogFeedException(
                    "the topic was truncated or created anew: the offset that comes next is not"
                            + " there any more, in "
                            + e.partitions(),
                    e);
        }
        StringBuilder message = new StringBuilder(thrown.toString());
        for (Throwable e = thrown.getCause(); e != null; e = e.getCause()) {
            message.append(": ").append(e.getMessage());
        }
        return new CatalogFeedException(message.toString(), thrown);
    }

    private void discard(@Nullable CatalogFeedException reason) {
        if (!unrefreshed) {
            return;
        }
        unrefreshed = false;
        try {
            writer.discard();
        } catch (RuntimeException | Error e) {
            if (reason != null) {
                reason.addSuppressed(e);
            } else {
                LOG.log(Level.WARNING, settings.name() + " has left pending ops behind", e);
            }
        }
    }

    private void end(@Nullable FeedSource opened) {
        if (failure == null) {
            discard(null);
            becomeClosed();
        }
        if (opened != null) {
            try {
                opened.close();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, settings.name() + " could not close its consumer", e);
            }
        }
    }

    /** By close(), in the feed's thread if there is one. */
    void becomeClosed() {
        become(CatalogFeedState.CLOSED);
        ready.completeExceptionally(
                new CatalogFeedException(
                        settings.name() + " was closed before it was ready", null));
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void stopIfClosing() {
        if (isClosing()) {
            throw new WakeupException();
        }
    }

    /** Makes the feed's thread end soon; from any thread. */
    void stop() {
        closing.countDown();
        FeedSource opened = source;
        if (opened != null) {
            opened.wakeup();
        }
    }

    // --------------------------------------------------------- telling others

    private void become(CatalogFeedState next) {
        state = next;
        tell(listener -> listener.onState(next));
    }

    private void tell(Consumer<CatalogFeedListener> event) {
        try {
            event.accept(settings.listener());
        } catch (RuntimeException e) {
            if (!listenerHasThrown) {
                listenerHasThrown = true;
                LOG.log(Level.WARNING, settings.name() + ": the listener has thrown", e);
            }
        }
    }

    CompletableFuture<CatalogOffsets> ready() {
        return ready;
    }

    CatalogFeedStatus status() {
        FeedSource opened = source;
        return new CatalogFeedStatus(
                state,
                visible,
                recordCount,
                decoder.skippedCount(),
                catchUpReadCount,
                catchUpTotalCount,
                opened == null ? 0 : opened.lag(),
                opened == null ? Duration.ZERO : opened.silence(),
                failure);
    }
}
