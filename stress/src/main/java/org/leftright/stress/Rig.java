// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import java.time.Duration;
import java.util.Objects;
import org.leftright.LeftRight;
import org.leftright.LongLookup;
import org.leftright.Reader;
import org.leftright.Section;

/** A {@link LeftRight} over a {@link Twofold}, its writer's ops and its readers' reads. */
final class Rig extends Numbers {
    private static final int SECTION_PAUSES = 2;

    final LeftRight<Twofold> leftRight;

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
        refresh(number, leftRight::refresh);
    }

    void writeAndRefresh(int number, int pauses) {
        write(number, pauses);
        refresh(number);
    }

    /**
     * Makes the numbers from 1 visible, one by one, with ops that pause as long as the mask lets.
     */
    void writeAndRefreshTo(int last, int pausesMask) {
        for (int number = 1; number <= last; number++) {
            writeAndRefresh(number, number & pausesMask);
        }
    }

    // The reader's part

    void lookup(Observer observer, int pauses) {
        lookup(observer, pauses, Twofold.READ_BOTH);
    }

    void lookup(Observer observer, int pauses, LongLookup<Twofold, Long> readBoth) {
        int before = refreshed();
        sawPacked(observer, before, Objects.requireNonNull(leftRight.lookup(pauses, readBoth)));
    }

    /** Reads once in a section that was just entered. */
    void read(Observer observer, int before, Twofold state) {
        sawPacked(observer, before, state.pack(SECTION_PAUSES));
    }

    /** Reads twice in a section that was just entered: it must see one version, unchanged. */
    void readTwice(Observer observer, int before, Section<Twofold> section) {
        long seen = section.state().pack(SECTION_PAUSES);
        long version = section.version();
        sawPacked(observer, before, seen);
        readAgain(observer, seen, section);
        observer.sawTwice(version, section.version());
    }

    /** Enters a section, and reads in it at once and after each of two pauses. */
    void readSlowly(Observer observer, Reader<Twofold> reader, int pause, int nextPause) {
        int before = refreshed();
        try (Section<Twofold> section = reader.enter()) {
            long seen = section.state().pack(0);
            readTwice(observer, before, section);
            Pause.spin(pause);
            readAgain(observer, seen, section);
            Pause.spin(nextPause);
            readAgain(observer, seen, section);
        }
    }

    /** Reads once more what {@code seen} was read in the same section, or in one around it. */
    void readAgain(Observer observer, long seen, Section<Twofold> section) {
        observer.sawTwice(seen, section.state().pack(SECTION_PAUSES));
    }

    private void sawPacked(Observer observer, int before, long packed) {
        saw(observer, before, Twofold.oneOf(packed), Twofold.otherOf(packed));
    }
}
