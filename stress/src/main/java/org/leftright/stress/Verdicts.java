// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** How a {@link Verdict} is graded, for all tests with one reader. */
@Outcome(id = "QUIET", expect = Expect.ACCEPTABLE, desc = "one version throughout")
@Outcome(id = "RACED", expect = Expect.ACCEPTABLE, desc = "versions came and went, each whole")
@Outcome(id = "TORN", expect = Expect.FORBIDDEN, desc = "half of a batch")
@Outcome(id = "NEWER", expect = Expect.FORBIDDEN, desc = "newer than refreshed")
@Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "older than a refresh that returned")
@Outcome(id = "BACKWARDS", expect = Expect.FORBIDDEN, desc = "older than read before")
@Outcome(id = "CHANGED", expect = Expect.FORBIDDEN, desc = "changed within a section or snapshot")
@Outcome(id = "MISSING", expect = Expect.FORBIDDEN, desc = "a key lost, or found that never was")
@Outcome(id = "FOREIGN", expect = Expect.FORBIDDEN, desc = "the value of another key")
@Outcome(id = "HALF_BUILT", expect = Expect.FORBIDDEN, desc = "a key not built yet")
@Outcome(id = "REFUSED", expect = Expect.FORBIDDEN, desc = "a correct use was refused")
final class Verdicts {
    private Verdicts() {}
}
