// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of a flight recording. Each map has one object of each kind and uses it again and
 * again, so that an event makes no garbage and, when no recording wants it, costs a test of a flag.
 */
final class JfrEvents implements Events {
    private final RefreshEvent refresh = new RefreshEvent();
    private final GracePeriodEvent gracePeriod = new GracePeriodEvent();
    private final StragglerEvent straggler = new StragglerEvent();
    private final AbandonEvent abandon = new AbandonEvent();
    private final RebuildEvent rebuild = new RebuildEvent();

    JfrEvents(String mapName) {
        for (OfMap event : new OfMap[] {refresh, gracePeriod, straggler, abandon, rebuild}) {
            event.map = mapName;
        }
    }

    @Override
    public void refreshBegins() {
        refresh.starts();
    }

    @Override
    public void refreshEnds(long version, int opCount, boolean replayOwed) {
        if (refresh.ends()) {
            refresh.version = version;
            refresh.ops = opCount;
            refresh.replayOwed = replayOwed;
            refresh.record();
        }
    }

    @Override
    public void gracePeriodBegins() {
        gracePeriod.starts();
    }

    @Override
    public void gracePeriodEnds(long version, int readerCount, boolean over, long waitedNs) {
        if (gracePeriod.ends() && readerCount > 0) {
            gracePeriod.version = version;
            gracePeriod.readers = readerCount;
            gracePeriod.outcome = over ? "all departed" : "side abandoned";
            gracePeriod.waited = waitedNs;
            gracePeriod.record();
        }
    }

    @Override
    public void straggles(Straggler found) {
        straggler.starts();
        if (straggler.ends()) {
            try {
                straggler.version = found.version();
                straggler.threadName = found.threadName();
                straggler.threadId = found.threadId();
                straggler.virtual = found.isVirtual();
                straggler.age = found.waitedNs();
                straggler.staleVersions = found.staleVersionCount();
                straggler.stack = found.stack();
                straggler.record();
            } catch (Throwable notRecorded) {
                // As in record().
            }
        }
    }

    @Override
    public void abandons(long version, int readerCount, int stragglerCount, long sinceFlipNs) {
        abandon.starts();
        if (abandon.ends()) {
            abandon.version = version;
            abandon.readers = readerCount;
            abandon.newStragglers = stragglerCount;
            abandon.age = sinceFlipNs;
            abandon.record();
        }
    }

    @Override
    public void rebuildBegins() {
        rebuild.starts();
    }

    @Override
    public void rebuildEnds(RebuildReason reason, long version, long entryCount) {
        if (rebuild.ends()) {
            rebuild.version = version;
            rebuild.reason = reason.text;
            rebuild.entries = entryCount;
            rebuild.record();
        }
    }

    /** What all have. */
    @Category("leftright")
    @StackTrace(false) // it would be that of the writer
    abstract static class OfMap extends Event {
        @Label("Map")
        @Description("The name given to the builder")
        @Nullable String map;

        @Label("Version")
        @Description("The number of the live version")
        long version;

        private transient boolean started;

        final void starts() {
            try {
                started = isEnabled();
                if (started) {
                    begin();
                }
            } catch (Throwable notRecorded) {
                started = false; // as in record()
            }
        }

        final boolean ends() {
            if (!started) {
                return false;
            }
            started = false;
            try {
                end();
                return true;
            } catch (Throwable notRecorded) {
                return false; // as in record()
            }
        }

        final void record() {
            try {
                commit();
            } catch (Throwable notRecorded) {
                // Out of memory, perhaps: a refresh or a write does not fail for an event.
            }
        }
    }

    @Name("leftright.Refresh")
    @Label("Refresh")
    @Description("Pending ops became visible to readers")
    static final class RefreshEvent extends OfMap {
        @Label("Ops")
        @Description("How many")
        int ops;

        @Label("Replay Owed")
        @Description("Readers were still on the old side, so a later write or settle() replays")
        boolean replayOwed;
    }

    @Name("leftright.GracePeriod")
    @Label("Grace Period")
    @Description("From a flip until the writer knew that readers had left the old side, or gave up")
    static final class GracePeriodEvent extends OfMap {
        @Label("Readers")
        @Description("How many sections held the old side right after the flip")
        int readers;

        @Label("Outcome")
        @Nullable String outcome;

        @Label("Waited")
        @Description("How long the next write stood still for it")
        @Timespan(Timespan.NANOSECONDS)
        long waited;
    }

    @Name("leftright.Straggler")
    @Label("Straggler")
    @Description("A reader stayed in a section longer than the writer waits; again while it lasts")
    static final class StragglerEvent extends OfMap {
        @Label("Straggling Thread")
        @Nullable String threadName;

        @Label("Straggling Thread Id")
        @Description("The Java thread id")
        long threadId;

        @Label("Virtual Thread")
        boolean virtual;

        @Label("Age")
        @Description("The time since its side was hidden; its section is at least as old")
        @Timespan(Timespan.NANOSECONDS)
        long age;

        @Label("Stale Versions")
        @Description("By how many versions its sections are behind; -1 if that could not be told")
        long staleVersions;

        @Label("Stack")
        @Description("Of the straggling thread, when it was found")
        @Nullable String stack;
    }

    @Name("leftright.Abandon")
    @Label("Abandon")
    @Description("A side was left to its stragglers; the next write copies the live one")
    static final class AbandonEvent extends OfMap {
        @Label("Readers")
        @Description("How many sections may hold the side")
        int readers;

        @Label("New Stragglers")
        @Description("Those that had not been waited for before, each with an event of its own")
        int newStragglers;

        @Label("Age")
        @Description("The time since the side was hidden")
        @Timespan(Timespan.NANOSECONDS)
        long age;
    }

    @Name("leftright.Rebuild")
    @Label("Rebuild")
    @Description("The hidden side was rebuilt by a copy of the live one")
    static final class RebuildEvent extends OfMap {
        @Label("Reason")
        @Nullable String reason;

        @Label("Entries")
        @Description("How many there are in the copy; -1 if the state is one of the user's own")
        long entries;
    }
}
