// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who reads: the cells of the handles, and the slots that are lent to sections without a handle.
 *
 * <p>A slot is lent by turning its epoch from even to odd. A thread looks for one in its window: a
 * few neighbours in each segment, at a place that its id gives, so that it finds again there what
 * it holds already. If all slots of its windows are taken, a segment is appended, twice as large as
 * the one before: there are at most a few times as many slots as there were sections open at once,
 * however many processors there are.
 *
 * <p>Peaks are given back. The writer retires the last segment if none of its slots was used from
 * one refresh to the next: it takes each slot as a reader does, keeps it for ever, and only then
 * publishes the array without the segment. A thread that still looks at the old array cannot take
 * what is taken, so no section begins in a slot that the scan does not see (L3). A segment with a
 * section in it cannot be taken whole, so a thread finds its section as long as that lasts (L7).
 *
 * <p>L7: only its holder departs a cell, and a thread that has a section in a slot finds it. It
 * looks through its whole window, unless the first slot of it names this thread as the owner, with
 * no section, and can be taken: then the thread has no section elsewhere. For it only takes another
 * slot for a section when the first has another owner, or is held by another thread, which names
 * itself or nobody before it gives the slot back; and it makes itself the owner of the first again
 * only by taking that for a section, or for a lookup, which clears the owner if there is a section.
 * (An {@code equals} that enters a section inside a lookup and leaves it open escapes this: a
 * section nested in the one left open then sees what is live, which is still one whole version.)
 */
final class ReaderRegistry<S> {
    private static final int WINDOW = 8;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int FIRST_SEGMENT = PROCESSORS <= 2 ? 2 * WINDOW : 4 * WINDOW;

    /** The slots of longer segments do not keep the names of their last owners. */
    private static final int LONGEST_OWNED_SEGMENT = Math.max(FIRST_SEGMENT, 4 * PROCESSORS);

    /** Handles are not made closer for less. */
    private static final int RETAINED_HANDLES = 64;

    private final Live<S> live;

    /** Age in ns from which a hidden section rejects nested ones; -1: never. */
    private final long staleLimitNs;

    /** Guards registering, deregistering and growth; its holder never waits. */
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Replaced when it grows or shrinks, nulls in between. Array and elements are volatile: a scan
     * that comes after a handle's first arrival in the order of volatile accesses finds its cell
     * (L3).
     */
    private volatile AtomicReferenceArray<@Nullable Registration<S>> handles =
            new AtomicReferenceArray<>(4);

    /** Replaced when it grows or shrinks, published before use: as with {@link #handles} (L3). */
    private volatile Reader<S>[][] segments = noSegments();

    // Under the lock
    private final ReferenceQueue<Reader<S>> dropped = new ReferenceQueue<>();
    private ArrayList<Registration<S>> droppedInSection = new ArrayList<>();
    private IntArrayList freeIndexes = new IntArrayList();
    private int usedLength;

    /** The sum of the epochs of the last segment at the refresh before. */
    private long lastEpochSum;

    private final AtomicInteger handleCount = new AtomicInteger();
    private final AtomicLong reclaimedCount = new AtomicLong();

    ReaderRegistry(Live<S> live, WriterOptions options) {
        this.live = live;
        this.staleLimitNs =
                options.rejectStaleSections ? WriterOptions.saturatedNs(options.stallTimeout) : -1;
    }

    /** A handle's place: the handle is held weakly, its cell strongly. */
    static final class Registration<S> extends WeakReference<Reader<S>> {
        final ReaderEpoch<S> cell;

        /** Place in the array, -1 once it was removed from there; guarded by the lock. */
        int index;

        Registration(Reader<S> handle, int index, ReferenceQueue<Reader<S>> queue) {
            super(handle, queue);
            this.cell = handle.cell;
            this.index = index;
        }
    }

    /** Any thread: makes a handle for it. Waits for other registrations only. */
    Reader<S> register() {
        Reader<S> handle = new Reader<>(live, this, Thread.currentThread());
        lock.lock();
        try {
            removeDropped();
            int index = freeIndexes.isEmpty() ? usedLength : freeIndexes.getInt(0);
            AtomicReferenceArray<@Nullable Registration<S>> known = handles;
            if (index == known.length()) {
                AtomicReferenceArray<@Nullable Registration<S>> grown =
                        new AtomicReferenceArray<>(2 * index);
                for (int i = 0; i < index; i++) {
                    grown.setPlain(i, known.getPlain(i));
                }
                handles = grown;
                known = grown;
            }
            Registration<S> registration = new Registration<>(handle, index, dropped);
            // So that to take a handle away again needs no memory.
            freeIndexes.ensureCapacity(usedLength + 1);
            droppedInSection.ensureCapacity(usedLength + 1);
            // Its last chance to fail has passed.
            if (freeIndexes.isEmpty()) {
                usedLength++;
            } else {
                freeIndexes.fastUnorderedRemove(0);
            }
            handleCount.incrementAndGet();
            known.set(index, registration);
            handle.registration = registration;
        } finally {
            lock.unlock();
        }
        return handle;
    }

    /** Its epoch is even, and nobody will make it odd again. */
    void deregister(Registration<S> registration) {
        lock.lock();
        try {
            registration.clear();
            remove(registration);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Registration<S> registration) {
        int index = registration.index;
        if (index >= 0 && handles.get(index) == registration) {
            registration.index = -1;
            freeIndexes.addInt(index);
            handles.set(index, null);
            handleCount.decrementAndGet();
        }
    }

    /** Removes handles that became unreachable without being closed. The caller holds the lock. */
    private void removeDropped() {
        for (Reference<?> next = dropped.poll(); next != null; next = dropped.poll()) {
            @SuppressWarnings("unchecked")
            Registration<S> registration = (Registration<S>) next;
            if (ReaderEpoch.isReading(registration.cell.getEpoch())) {
                // Unreachable is not departed: the compiler drops a handle whose state is
                // still in use. Its side has to be given up first (L4).
                droppedInSection.add(registration);
            } else {
                remove(registration);
                reclaimedCount.incrementAndGet();
            }
        }
    }

    /**
     * Writer: forgets dead threads and handles that were dropped, those dropped inside a section
     * only when the side they hold is neither of these, which are in use. Gives back what a peak
     * has left. Allocates before it changes anything.
     */
    void removeDropped(Side<S> live, @Nullable Side<S> hidden) {
        Reader<S>[][] lent = segments;
        for (int i = 0; i < lent.length && !lent[i][0].isOverflow; i++) {
            for (Reader<S> slot : lent[i]) {
                slot.cell.forgetDeadOwner();
            }
        }
        boolean isSmall = lent.length <= 1 && handles.length() <= RETAINED_HANDLES;
        // The writer waits for nobody who registers: next time will do.
        if ((isSmall && handleCount.get() == 0) || !lock.tryLock()) {
            return;
        }
        try {
            retireUnusedSegment();
            removeDropped();
            for (int i = droppedInSection.size() - 1; i >= 0; i--) {
                Registration<S> registration = droppedInSection.get(i);
                ReaderEpoch<S> cell = registration.cell;
                long epoch = cell.getEpoch();
                if (!ReaderEpoch.isReading(epoch)
                        || (!cell.mayHold(live, epoch)
                                && (hidden == null || !cell.mayHold(hidden, epoch)))) {
                    droppedInSection.remove(i);
                    remove(registration);
                    reclaimedCount.incrementAndGet();
                }
            }
            moveHandlesCloser();
        } finally {
            lock.unlock();
        }
    }

    /** Writer, under the lock: retires the last segment, never the first, if nobody uses it. */
    private void retireUnusedSegment() {
        Reader<S>[][] known = segments;
        int last = known.length - 1;
        if (last < 1) {
            return;
        }
        long epochSum = 0;
        for (Reader<S> slot : known[last]) {
            epochSum += slot.cell.getEpoch(); // each arrival adds to it
        }
        if (epochSum != lastEpochSum) {
            lastEpochSum = epochSum;
            return;
        }
        Reader<S>[][] remaining = Arrays.copyOf(known, last);
        if (takeAll(known[last])) {
            segments = remaining;
        }
    }

    /** Arrives in each slot for good, or in none. */
    private static <S> boolean takeAll(Reader<S>[] segment) {
        for (Reader<S> slot : segment) {
            if (ReaderEpoch.isReading(slot.cell.getEpoch())) {
                return false;
            }
        }
        for (int i = 0; i < segment.length; i++) {
            // Pairs with the arrival of a thread that has found the slot in an older array (L3).
            if (!segment[i].cell.tryArrive()) {
                while (--i >= 0) {
                    segment[i].depart(segment[i].cell.epoch);
                }
                return false;
            }
        }
        return true;
    }

    /**
     * Writer, under the lock: a smaller array for the handles that are left of many. A scan that
     * has the older array already does not see handles registered later, nor need it: their first
     * arrival comes after its flip (L3).
     */
    private void moveHandlesCloser() {
        AtomicReferenceArray<@Nullable Registration<S>> known = handles;
        int count = handleCount.get();
        if (known.length() <= RETAINED_HANDLES || count >= known.length() / 8) {
            return;
        }
        AtomicReferenceArray<@Nullable Registration<S>> fewer =
                new AtomicReferenceArray<>(Math.max(RETAINED_HANDLES, 4 * count));
        IntArrayList noIndexes = new IntArrayList();
        noIndexes.ensureCapacity(count + 1);
        ArrayList<Registration<S>> stillInSection = new ArrayList<>(count + 1);
        stillInSection.addAll(droppedInSection);
        int length = 0;
        for (int i = 0; i < usedLength; i++) {
            Registration<S> registration = known.getPlain(i);
            if (registration != null) {
                registration.index = length;
                fewer.setPlain(length++, registration);
            }
        }
        usedLength = length;
        freeIndexes = noIndexes;
        droppedInSection = stillInSection;
        handles = fewer;
    }

    /** Writer, after the barrier: every cell that could be reading. */
    void forEachCell(Consumer<? super ReaderEpoch<S>> action) {
        AtomicReferenceArray<@Nullable Registration<S>> known = handles;
        for (int i = 0; i < known.length(); i++) {
            Registration<S> registration = known.get(i);
            if (registration != null) {
                action.accept(registration.cell);
            }
        }
        for (Reader<S>[] segment : segments) {
            for (Reader<S> slot : segment) {
                action.accept(slot.cell);
            }
        }
    }

    /** Writer: lets idle cells forget what is not live. Allocates nothing. */
    void forgetAllBut(Version<S> live) {
        AtomicReferenceArray<@Nullable Registration<S>> known = handles;
        for (int i = 0; i < known.length(); i++) {
            Registration<S> registration = known.get(i);
            if (registration != null) {
                registration.cell.forgetUnless(live);
            }
        }
        for (Reader<S>[] segment : segments) {
            for (Reader<S> slot : segment) {
                slot.cell.forgetUnless(live);
            }
        }
    }

    /**
     * Whether the current thread is in a section that it could close, by a handle or a slot, or in
     * a lookup that reads in a slot.
     */
    boolean isReading(Thread thread) {
        for (Reader<S>[] segment : segments) {
            for (int i = 0; i < WINDOW; i++) {
                if (slot(segment, thread, i).cell.isHeldBy(thread)) {
                    return true;
                }
            }
        }
        AtomicReferenceArray<@Nullable Registration<S>> known = handles;
        for (int i = 0; i < known.length(); i++) {
            Registration<S> registration = known.get(i);
            if (registration != null
                    && !registration.refersTo(null)
                    && registration.cell.isSectionOf(thread)) {
                return true;
            }
        }
        return false;
    }

    /** The slot in which the thread has a section already, or one that has arrived for it. */
    Reader<S> slotFor(Thread thread) {
        Reader<S>[][] known = segments;
        if (known.length > 0) {
            Reader<S> first = slot(known[0], thread, 0);
            ReaderEpoch<S> cell = first.cell;
            if (cell.isSectionOf(thread)) {
                return first;
            }
            if (cell.owner == thread && cell.tryArrive()) {
                if (cell.owner == thread) {
                    cell.own();
                    return first;
                }
                // It had been lent to another between the two looks at it. That one may have looked
                // for it meanwhile, and hold another: it must not find its name here (L7).
                cell.owner = null;
                first.depart(cell.epoch);
            }
        }
        Reader<S> held = sectionOf(thread);
        return held != null ? held : lend(thread);
    }

    /** A slot that has arrived for a lookup of a thread that has a section in another. */
    Reader<S> lendAnother(Thread thread) {
        Reader<S> slot = lend(thread);
        slot.forgetsOwner = true;
        return slot;
    }

    /** A slot that has arrived for the thread. */
    private Reader<S> lend(Thread thread) {
        while (true) {
            Reader<S>[][] known = segments;
            // First what this thread had before, then what nobody had, then what is idle.
            for (int pass = 0; pass < 3; pass++) {
                for (Reader<S>[] segment : known) {
                    for (int i = 0; i < WINDOW; i++) {
                        Reader<S> slot = slot(segment, thread, i);
                        Thread owner = slot.cell.owner;
                        boolean wanted = pass == 2 || (pass == 1 ? owner == null : owner == thread);
                        if (wanted && slot.cell.tryArrive()) {
                            slot.cell.owner = thread;
                            slot.cell.own();
                            return slot;
                        }
                    }
                }
            }
            appendSegment(known.length);
        }
    }

    private @Nullable Reader<S> sectionOf(Thread thread) {
        for (Reader<S>[] segment : segments) {
            for (int i = 0; i < WINDOW; i++) {
                Reader<S> slot = slot(segment, thread, i);
                if (slot.cell.isSectionOf(thread)) {
                    return slot;
                }
            }
        }
        return null;
    }

    @SuppressWarnings("deprecation") // threadId() is not in 17
    private static <S> Reader<S> slot(Reader<S>[] segment, Thread thread, int offset) {
        // Only a place to begin. Ids that subclasses of Thread make up must stay as they are (L7);
        // threads that share one need many more slots.
        int hash = (int) ((thread.getId() * 0x9E3779B97F4A7C15L) >>> 32);
        return segment[(hash + offset) & (segment.length - 1)];
    }

    private void appendSegment(int expectedCount) {
        lock.lock();
        try {
            Reader<S>[][] known = segments;
            if (known.length != expectedCount) {
                return; // somebody else did
            }
            Reader<S>[][] grown = Arrays.copyOf(known, known.length + 1);
            Reader<S>[] segment = newSegment(FIRST_SEGMENT << known.length);
            boolean isOverflow = segment.length > LONGEST_OWNED_SEGMENT;
            for (int i = 0; i < segment.length; i++) {
                segment[i] = new Reader<>(live, this, null);
                segment[i].isOverflow = isOverflow;
            }
            grown[known.length] = segment;
            segments = grown;
        } finally {
            lock.unlock();
        }
    }

    /** Any thread: how many sections are open whose side was hidden so long ago. */
    int hiddenSectionCount(long limitNs) {
        long nowNs = System.nanoTime();
        int[] count = new int[1];
        forEachCell(
                cell -> {
                    long hiddenForNs = cell.hiddenForNs(nowNs);
                    if (hiddenForNs >= 0 && hiddenForNs >= limitNs) {
                        count[0]++;
                    }
                });
        return count[0];
    }

    /**
     * Refuses a nested section if the outer one is stale and this map rejects stale sections. The
     * cell's holder calls this before it enters.
     */
    void refuseStale(ReaderEpoch<S> cell) {
        if (staleLimitNs < 0) {
            return;
        }
        long hiddenForNs = cell.hiddenForNs(System.nanoTime());
        if (hiddenForNs >= staleLimitNs && hiddenForNs >= 0) {
            Version<S> held = cell.version;
            throw new IllegalStateException(
                    "an outer section of this thread is still open and sees version "
                            + (held == null ? "unknown" : held.number)
                            + " while "
                            + live.version()
                            + " is live, since "
                            + hiddenForNs / 1_000_000
                            + " ms: close that section, which all sections of this thread would"
                            + " share");
        }
    }

    int handleCount() {
        return handleCount.get();
    }

    int slotCount() {
        int count = 0;
        for (Reader<S>[] segment : segments) {
            count += segment.length;
        }
        return count;
    }

    long reclaimedCount() {
        return reclaimedCount.get();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <S> Reader<S>[][] noSegments() {
        return new Reader[0][];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <S> Reader<S>[] newSegment(int length) {
        return new Reader[length];
    }
}
