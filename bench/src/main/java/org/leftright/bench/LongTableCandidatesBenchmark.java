// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar LongTableCandidatesBenchmark -p n=100000 -p ids=RANDOM
package org.leftright.bench;

import org.openjdk.jmh.annotations.Param;

/** Which table for long keys: gets of each candidate, nothing else going on. */
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class LongTableCandidatesBenchmark extends LongGets {
    @Param({
        "LONG_TABLE",
        "AGRONA",
        "FASTUTIL",
        "HPPC",
        "ECLIPSE",
        "JCTOOLS",
        "CONCURRENT_HASH_MAP"
    })
    LongPeer.Kind map;

    @Override
    LongPeer.Kind kind() {
        return map;
    }
}
