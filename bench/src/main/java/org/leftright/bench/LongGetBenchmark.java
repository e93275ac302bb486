// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar LongGetBenchmark.hit -p n=1000 -p ids=RANDOM -f 3
package org.leftright.bench;

import org.openjdk.jmh.annotations.Param;

/** What a get with a long key costs, beside what people use and beside the two limits. */
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class LongGetBenchmark extends LongGets {
    @Param({"LEFT_RIGHT", "CONCURRENT_HASH_MAP", "VOLATILE_TABLE", "LONG_TABLE"})
    LongPeer.Kind map;

    @Override
    LongPeer.Kind kind() {
        return map;
    }
}
