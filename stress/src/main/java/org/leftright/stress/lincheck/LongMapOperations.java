// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -cp stress/target/stress.jar org.leftright.stress.lincheck.Linearizability LongMapOperations
 */
package org.leftright.stress.lincheck;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightLongMap;
import org.leftright.LongReadHandle;

/**
 * The shipped {@link LeftRightLongMap}: two keys, several readers and writers. It begins without
 * slots, and its writers have no patience.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public final class LongMapOperations {
    /** Scenarios, each for an error to which at most two switches lead. */
    static final List<String> SCENARIOS =
            List.of(
                    ": get 1 | put 1 1, refresh, put 1 2",
                    ": readBothByHandle | batch 1 2, put 1 3",
                    ": readBoth, snapshot | batch 1 2, put 1 3",
                    "batch 1 2 : get 2, size | put 1 3, remove 2, refresh, discard",
                    ": get 1 | put 1 1, refresh, put 2 2, refresh",
                    ": get 1 | put 1 1, refresh, put 1 2, refresh",
                    "put 1 3 : get 1, get 2 | batchAndFail 1 2, refresh");

    private final LeftRightLongMap<Integer> map =
            LeftRightLongMap.<Integer>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();

    @Operation(blocking = true)
    public @Nullable Integer put(@Param(name = "key") int key, @Param(name = "value") int value) {
        return map.writer().put(key, (Integer) value);
    }

    @Operation(blocking = true)
    public @Nullable Integer remove(@Param(name = "key") int key) {
        return map.writer().remove(key);
    }

    @Operation(blocking = true)
    public long refresh() {
        return map.writer().refresh();
    }

    @Operation(blocking = true)
    public int discard() {
        return map.writer().discard();
    }

    @Operation(blocking = true)
    public long batch(@Param(name = "value") int first, @Param(name = "value") int second) {
        return map.writer()
                .batch(
                        batch -> {
                            batch.put(1, first);
                            batch.put(2, second);
                        });
    }

    @Operation(blocking = true)
    public void batchAndFail(@Param(name = "value") int first, @Param(name = "value") int second) {
        map.writer()
                .batch(
                        batch -> {
                            batch.put(1, first);
                            batch.put(2, second);
                            throw new IllegalArgumentException("as intended");
                        });
    }

    @Operation
    public @Nullable Integer get(@Param(name = "key") int key) {
        return map.get(key);
    }

    @Operation
    public boolean containsKey(@Param(name = "key") int key) {
        return map.containsKey(key);
    }

    @Operation
    public int size() {
        return map.size();
    }

    @Operation
    public String readBoth() {
        return map.read(view -> view.get(1) + ", " + view.get(2));
    }

    @Operation(blocking = true)
    public String readBothByHandle() {
        try (LongReadHandle<Integer> reader = map.reader()) {
            return reader.read(view -> view.get(1) + ", " + view.get(2));
        }
    }

    /** Looks at a snapshot twice: it does not change. */
    @Operation
    public String snapshot() {
        Map<Long, Integer> snapshot = map.snapshot();
        String first = snapshot.get(1L) + ", " + snapshot.get(2L);
        String second = snapshot.get(1L) + ", " + snapshot.get(2L);
        return first.equals(second) ? first : first + " and then " + second;
    }
}
