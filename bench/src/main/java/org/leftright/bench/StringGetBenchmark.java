// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar StringGetBenchmark -p n=1000 -p queries=EQUAL -f 3
package org.leftright.bench;

import org.openjdk.jmh.annotations.Param;

/** What a get with a String key costs, beside what people use and beside the two limits. */
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StringGetBenchmark extends StringGets {
    @Param({"LEFT_RIGHT", "CONCURRENT_HASH_MAP", "VOLATILE_HASH_MAP", "HASH_MAP"})
    StringPeer.Kind map;

    @Override
    StringPeer.Kind kind() {
        return map;
    }
}
