// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import java.time.Duration;
import java.util.Objects;
import org.leftright.LeftRight;
import org.leftright.LongLookup;
import org.leftright.Section;

/**
 * A {@link LeftRight} over a {@link Twofold} whose one writer sets ever greater numbers, and the
 * bounds that an {@link Observer} needs.
 */
final class Rig {
    private static final int SECTION_PAUSES = 2;

    final LeftRight<Twofold> leftRight;

    /** Writer: the number that a refresh may be making visible. */
    private volatile int refreshing;

    /** Writer: the number that a refresh has made visible. */
    private volatile int refreshed;

    Rig() {
        leftRight = LeftRight.create(new Twofold(), Twofold::copyOf);
    }

    Rig(Duration stallTimeout) {
        leftRight =
                LeftRight.builder(new Twofold(), Twofold::copyOf)
                        .stallTimeout(stallTimeout)
                        .stragglerListener(straggler -> {}) // there are many, as is intended
                        .build();
    }

    // The writer's part

    void write(int number, int pauses) {
        leftRight.write(Twofold.set(number, pauses));
    }

    void refresh(int number) {
        refreshing = number;
        leftRight.refresh();
        refreshed = number;
    }

    void writeAndRefresh(int number, int pauses) {
        write(number, pauses);
        refresh(number);
    }

    // The reader's part

    void lookup(Observer observer, int pauses) {
        lookup(observer, pauses, Twofold.READ_BOTH);
    }

    void lookup(Observer observer, int pauses, LongLookup<Twofold, Long> readBoth) {
        int lower = refreshed;
        Long packed = leftRight.lookup(pauses, readBoth);
        observe(observer, lower, Objects.requireNonNull(packed));
    }

    /** Reads once in a section that was just entered. */
    void read(Observer observer, int lower, Twofold state) {
        observe(observer, lower, state.pack(SECTION_PAUSES));
    }

    /** Reads twice in a section that was just entered: it must see one version, unchanged. */
    void readTwice(Observer observer, int lower, Section<Twofold> section) {
        long before = section.state().pack(SECTION_PAUSES);
        long version = section.version();
        observe(observer, lower, before);
        readAgain(observer, before, section);
        observer.sawTwice(version, section.version());
    }

    /** Reads once more what {@code before} was read in the same section, or in one around it. */
    void readAgain(Observer observer, long before, Section<Twofold> section) {
        observer.sawTwice(before, section.state().pack(SECTION_PAUSES));
    }

    /** To be asked before a read. */
    int refreshed() {
        return refreshed;
    }

    private void observe(Observer observer, int lower, long packed) {
        observer.saw(lower, Twofold.oneOf(packed), Twofold.otherOf(packed), refreshing);
    }
}
