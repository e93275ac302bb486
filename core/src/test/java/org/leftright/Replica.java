// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map that is kept equal to another by what a refresh listener is told. */
final class Replica<K, V> {
    private final Map<K, V> entries = new HashMap<>();
    private final Set<K> changed = new HashSet<>();
    private @Nullable AssertionError failure;

    /** The changes of a refresh follow. */
    void begin() {
        changed.clear();
    }

    void change(K key, @Nullable V before, @Nullable V now) {
        try {
            assertThat(changed.add(key)).as("once: %s", key).isTrue();
            assertThat(entries.get(key)).isSameAs(before).isNotSameAs(now);
        } catch (AssertionError e) {
            failure = e; // what a listener throws is logged
        }
        if (now != null) {
            entries.put(key, now);
        } else {
            entries.remove(key);
        }
    }

    Map<K, V> entries() {
        if (failure != null) {
            throw failure;
        }
        return entries;
    }
}
