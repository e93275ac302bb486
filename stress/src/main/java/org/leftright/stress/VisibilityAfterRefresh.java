// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t VisibilityAfterRefresh
 */
package org.leftright.stress;

import org.leftright.Reader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: {@code refresh()} has returned, and a read that starts later does not see the batch.
 *
 * <p>How it could be reached: the version is published too weakly or too late, a section re-uses
 * the version that the section before it saw, or a refresh with nothing to make visible puts the
 * other side live. The reader takes every way there is: lookup, handle, and section without a
 * handle.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class VisibilityAfterRefresh {
    private final Rig rig = new Rig();

    @Actor
    public void writer() {
        for (int number = 1; number <= 16; number++) {
            rig.writeAndRefresh(number, 0);
            rig.refresh(number);
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        try (Reader<Twofold> reader = rig.leftRight.reader()) {
            for (int i = 0; i < 8; i++) {
                rig.lookup(observer, 1);
                int before = rig.refreshed();
                reader.read(state -> read(observer, before, state));
                int beforeToo = rig.refreshed();
                rig.leftRight.read(state -> read(observer, beforeToo, state));
            }
        }
        result.r1 = observer.verdict();
    }

    private boolean read(Observer observer, int refreshed, Twofold state) {
        rig.read(observer, refreshed, state);
        return true;
    }
}
