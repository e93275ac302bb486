// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.leftright.stress.litmus.Instruction.Kind.FENCE;
import static org.leftright.stress.litmus.Instruction.Kind.LOAD;
import static org.leftright.stress.litmus.Instruction.Kind.STORE;
import static org.leftright.stress.litmus.Instruction.Kind.UPDATE;

import org.jspecify.annotations.Nullable;

/**
 * The ordered accesses and fences of the protocol, each with its place in the library's source. A
 * test compares place and mode with the source, so a mode that changes there has to change here,
 * and then the litmus tests judge it.
 */
@SuppressWarnings("ImmutableEnumChecker") // a record of strings is
enum Site {
    LIVE_STORE(STORE, "Live", "setLive", "live = version", Declared.LIVE),
    FLIP_FENCE(FENCE, "Writer", "flip", "VarHandle.fullFence()"),
    REPLAY_FENCE(FENCE, "Writer", "replay", "VarHandle.releaseFence()"),
    SCAN(LOAD, "ReaderEpoch", "getEpoch", "EPOCH.getVolatile(this)"),

    LOOKUP_LIVE(LOAD, "LeftRight", "lookup", "version = live;", Declared.LIVE),
    LOOKUP_FENCE(FENCE, "Live", "liveAfterReads", "VarHandle.acquireFence()"),
    LOOKUP_CHECK(LOAD, "Live", "liveAfterReads", "LIVE.getOpaque(this)"),

    ARRIVE(STORE, "ReaderEpoch", "arrive", "EPOCH.setVolatile(this, (epoch + 1) | 1)"),
    HOLD_LIVE(LOAD, "Live", "live", "return live;", Declared.LIVE),
    HOLD(STORE, "ReaderEpoch", "hold", "LOADED_EPOCH.setRelease(this, epoch)"),
    MAY_HOLD(LOAD, "ReaderEpoch", "mayHold", "LOADED_EPOCH.getAcquire(this)"),
    HELD_VERSION(LOAD, "ReaderEpoch", "mayHold", "VERSION.getAcquire(this)"),
    DEPART(STORE, "ReaderEpoch", "depart", "EPOCH.setRelease(this, arrival + 1)"),

    PIN(STORE, "Side", "pin", "PINNED.setOpaque(this, true)"),
    IS_PINNED(LOAD, "Side", "isPinned", "PINNED.getOpaque(this)"),

    HANDLES_STORE(
            STORE, "ReaderRegistry", "register", "known.set(index, registration)", Declared.HANDLE),
    HANDLES_LOAD(LOAD, "ReaderRegistry", "forEachCell", "known.get(i)", Declared.HANDLE),
    GROWN_HANDLES_STORE(STORE, "ReaderRegistry", "register", "handles = grown", Declared.HANDLES),
    GROWN_HANDLES_LOAD(LOAD, "ReaderRegistry", "forEachCell", "known = handles", Declared.HANDLES),
    SEGMENTS_STORE(STORE, "ReaderRegistry", "appendSegment", "segments = grown", Declared.SEGMENTS),
    SEGMENTS_LOAD(LOAD, "ReaderRegistry", "forEachCell", "segment : segments", Declared.SEGMENTS),

    TRY_ARRIVE_LOAD(LOAD, "ReaderEpoch", "getEpochOpaque", "EPOCH.getOpaque(this)"),
    TRY_ARRIVE(UPDATE, "ReaderEpoch", "tryArrive", "EPOCH.compareAndSet(this, idle, idle + 1)"),
    DEPTH_STORE(STORE, "ReaderEpoch", "setDepth", "DEPTH.setRelease(this, levels)"),
    DEPTH_LOAD(LOAD, "ReaderEpoch", "getDepthAcquire", "DEPTH.getAcquire(this)"),

    OWN(STORE, "ReaderEpoch", "own", "OWNED_EPOCH.setRelease(this, epoch)"),
    IS_DEAD(LOAD, "ReaderEpoch", "isDead", "OWNED_EPOCH.getAcquire(this)"),
    DEPART_DEAD(STORE, "ReaderEpoch", "departForDead", "EPOCH.setRelease(this, reading + 1)"),
    FORGET_OWNER(UPDATE, "ReaderEpoch", "forgetDeadOwner", "OWNER.compareAndSet(this, last, null)"),
    FORGET_VERSION(
            UPDATE, "ReaderEpoch", "forgetUnless", "VERSION.compareAndSet(this, held, null)");

    private final Instruction.Kind kind;
    private final Place place;
    private final @Nullable Place declaration;

    /**
     * Where the source has it.
     *
     * @param className the simple name
     * @param method the name of the method; empty for a field's declaration
     * @param quote what stands there
     */
    record Place(String className, String method, String quote) {}

    /** The declarations of fields whose accesses have their mode from there. */
    private static final class Declared {
        static final Place LIVE = of("LiveField", "volatile Version<S> live;");
        static final Place HANDLE =
                of("ReaderRegistry", "AtomicReferenceArray<@Nullable Registration<S>> handles");
        static final Place HANDLES = of("ReaderRegistry", "volatile " + HANDLE.quote());
        static final Place SEGMENTS = of("ReaderRegistry", "volatile Reader<S>[][] segments");

        private static Place of(String className, String declaration) {
            return new Place(className, "", declaration);
        }
    }

    Site(Instruction.Kind kind, String className, String method, String quote) {
        this(kind, className, method, quote, null);
    }

    /** An access that has its mode from the declaration of its field. */
    Site(
            Instruction.Kind kind,
            String className,
            String method,
            String quote,
            @Nullable Place declaration) {
        this.kind = kind;
        this.place = new Place(className, method, quote);
        this.declaration = declaration;
    }

    Instruction.Kind kind() {
        return kind;
    }

    Place place() {
        return place;
    }

    @Nullable Place declaration() {
        return declaration;
    }

    /** The mode that the source has. */
    Mode mode() {
        String words = declaration != null ? declaration.quote() : place.quote();
        if (words.contains("Opaque")) {
            return Mode.OPAQUE;
        } else if (words.contains("Acquire") || words.contains("acquire")) {
            return Mode.ACQUIRE;
        } else if (words.contains("Release") || words.contains("release")) {
            return Mode.RELEASE;
        }
        return Mode.VOLATILE; // volatile, Volatile, compareAndSet, fullFence, AtomicReferenceArray
    }
}
