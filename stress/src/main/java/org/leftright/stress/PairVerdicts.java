// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/** How two {@link Verdict}s are graded, for tests in which both threads read and write. */
@Outcome(
        id = "(QUIET|RACED), (QUIET|RACED)",
        expect = Expect.ACCEPTABLE,
        desc = "each section saw one version, whole, nested ones that of the outermost")
@Outcome(expect = Expect.FORBIDDEN, desc = "a side changed under a section, or a use was refused")
final class PairVerdicts {
    private PairVerdicts() {}
}
