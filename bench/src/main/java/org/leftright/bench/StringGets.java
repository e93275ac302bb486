// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Gets with String keys; which map is for the benchmark that extends this. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public abstract class StringGets extends ShortRuns {
    /** What is looked up. The hash codes of all these Strings are in them already. */
    public enum Queries {
        /** The very String that is a key. */
        SAME,
        /** Another String, equal to a key. */
        EQUAL,
        /** A String that is no key. */
        MISS
    }

    private static final int GETS = 1024;

    /** How many entries the map has. */
    @Param({"1000", "100000", "1000000"})
    int n;

    /** What is asked. */
    @Param Queries queries;

    private StringPeer peer;
    private String[] asked;
    private int next;

    abstract StringPeer.Kind kind();

    /** Fills the map and makes the list of what is asked. */
    @Setup
    public void fill() {
        String[] keys = new String[n];
        for (int i = 0; i < n; i++) {
            keys[i] = name(i);
        }
        peer = StringPeer.create(kind());
        peer.loader()
                .load(
                        n,
                        putter -> {
                            for (int i = 0; i < n; i++) {
                                putter.put(keys[i], Ids.value(i));
                            }
                        });
        SplittableRandom random = new SplittableRandom(Ids.SEED);
        asked = new String[1 << 16];
        for (int i = 0; i < asked.length; i++) {
            int id = random.nextInt(n);
            asked[i] =
                    switch (queries) {
                        case SAME -> keys[id];
                        case EQUAL -> name(id);
                        case MISS -> name(n + id);
                    };
        }
    }

    private static String name(int id) {
        String name = "product-" + id;
        return name.hashCode() == 0 ? name + "-" : name; // and it keeps its hash code
    }

    /** One get. */
    @Benchmark
    @OperationsPerInvocation(GETS)
    public void get(Blackhole blackhole) {
        StringPeer.Getter getter = peer.getter();
        int from = next;
        next = (from + GETS) & (asked.length - 1);
        for (int i = from; i < from + GETS; i++) {
            blackhole.consume(getter.get(asked[i]));
        }
    }
}
