// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.Access.PLAIN;

import java.util.List;
import java.util.Set;

/**
 * A key that is built and put, and lookups that race: {@code Node} and {@code ObjectTable.find}.
 * All accesses are plain. The freeze at the end of a node's constructor (JLS 17.5) is a release
 * fence, as in every JVM; what a lookup loads through a node waits for the load of the node, since
 * its address comes from there.
 */
final class NewKeys {
    private static final int KEYS = 2;

    private final Memory memory = new Memory(0, 0, 0, 0);
    private final int bucket = memory.cell("bucket");

    /** The key of each node, and whether that key is built. 0 stands for neither. */
    private final int[] keyOf = memory.cells(KEYS + 1, "node %d key");

    private final int[] isBuilt = memory.cells(KEYS + 1, "key %d built");
    private final Set<ModelMutation> mutations;

    NewKeys(Set<ModelMutation> mutations) {
        this.mutations = mutations;
    }

    World world(int lookups) {
        return new World(memory, List.of(writer(), lookups(lookups)), null);
    }

    private Program writer() {
        Program p = new Program("writer");
        for (int i = 1; i <= KEYS; i++) {
            int key = i;
            p.store(isBuilt[key], r -> 1, PLAIN);
            p.store(keyOf[key], r -> key, PLAIN);
            if (!mutations.contains(ModelMutation.NODE_KEY_NOT_FINAL)) {
                p.releaseFence();
            }
            p.store(bucket, r -> key, PLAIN);
        }
        return p.end();
    }

    private Program lookups(int count) {
        Program p = new Program("lookups");
        int node = p.register();
        int key = p.register();
        int built = p.register();
        for (int i = 0; i < count; i++) {
            String none = p.newLabel("none");
            p.load(node, bucket, PLAIN);
            p.jumpIf(r -> r.get(node) == 0 ? 1 : 0, none);
            p.load(key, r -> keyOf[r.get(node)], PLAIN);
            p.load(built, r -> isBuilt[r.get(key)], PLAIN);
            p.check(r -> r.get(key) == r.get(node) ? 1 : 0, "a lookup met a node without its key");
            p.check(r -> r.get(built), "a lookup met a key that is not built yet");
            p.label(none);
        }
        return p.end();
    }
}
