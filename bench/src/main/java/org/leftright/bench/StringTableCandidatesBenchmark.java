// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar StringTableCandidatesBenchmark -p n=100000 -p queries=EQUAL
package org.leftright.bench;

import org.openjdk.jmh.annotations.Param;

/** Which map for object keys: gets of each candidate, nothing else going on. */
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StringTableCandidatesBenchmark extends StringGets {
    @Param({"LEFT_RIGHT", "HASH_MAP", "AGRONA", "FASTUTIL", "ECLIPSE", "CONCURRENT_HASH_MAP"})
    StringPeer.Kind map;

    @Override
    StringPeer.Kind kind() {
        return map;
    }
}
