// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a feed keeps in a checkpoint, in which file, and how often. */
record CheckpointSettings(Path file, List<CheckpointMember> members, Duration every) {
    /** What tells the contents of one group from those of another. */
    List<String> kinds() {
        return members.stream().map(CheckpointMember::kind).toList();
    }
}
