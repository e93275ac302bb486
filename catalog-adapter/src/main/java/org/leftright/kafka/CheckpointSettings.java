// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where, what and how often a feed keeps in a checkpoint. */
record CheckpointSettings(Path file, List<CheckpointMember> members, Duration every) {
    /** What tells the contents of one group from those of another. */
    List<String> kinds() {
        return members.stream().map(CheckpointMember::kind).toList();
    }
}
