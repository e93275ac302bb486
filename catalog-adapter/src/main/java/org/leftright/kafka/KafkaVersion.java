// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/** Which kafka-clients a feed works with. */
final class KafkaVersion {
    private static final int OLDEST_MAJOR = 3;
    private static final int OLDEST_MINOR = 7;
    private static final String TESTED = "3.7.2, 3.9.1, 4.0.0 and 4.3.1";
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    private KafkaVersion() {}

    /** Refuses the version that is there, if it is too old. */
    static void require() {
        require(AppInfoParser.getVersion());
    }

    /**
     * Newer ones, and those that are not numbered as Kafka's own, are left to show what they can.
     */
    static void require(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.matches()) {
            return;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
            throw new IllegalStateException(
                    "kafka-clients "
                            + version
                            + " is too old for the feed: use "
                            + OLDEST_MAJOR
                            + "."
                            + OLDEST_MINOR
                            + " or later; tested are "
                            + TESTED);
        }
    }
}
