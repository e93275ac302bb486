// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What a left-right tells the JDK's flight recorder; nothing where there is no flight recorder.
 * Called under the writer lock, never by a reader. No method fails.
 */
interface Events {
    Events NONE = new Events() {};

    static Events of(String mapName) {
        return FlightRecorder.IS_PRESENT ? new JfrEvents(mapName) : NONE;
    }

    default void refreshBegins() {}

    default void refreshEnds(long version, int opCount, boolean replayOwed) {}

    default void gracePeriodBegins() {}

    default void gracePeriodEnds(long version, int readerCount, boolean over, long waitedNs) {}

    default void straggles(Straggler straggler) {}

    default void abandons(long version, int readerCount, int stragglerCount, long sinceFlipNs) {}

    default void rebuildBegins() {}

    default void rebuildEnds(RebuildReason reason, long version, long entryCount) {}

    /** Asked once: run-time images and module graphs may be without {@code jdk.jfr}. */
    final class FlightRecorder {
        static final boolean IS_PRESENT = isPresent();

        private static boolean isPresent() {
            try {
                Class.forName("jdk.jfr.Event", false, Events.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException | LinkageError absent) {
                return false;
            }
        }

        private FlightRecorder() {}
    }
}
