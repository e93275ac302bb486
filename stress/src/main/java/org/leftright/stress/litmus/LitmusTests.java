// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks both models about each shape, as shipped and with each access one step weaker. Exits with 1
 * unless all are forbidden as shipped, and each weakening is allowed in some shape or explained:
 *
 * <pre>
 * java -cp stress/target/stress.jar org.leftright.stress.litmus.LitmusTests
 * </pre>
 */
public final class LitmusTests {
    private LitmusTests() {}

    /**
     * Prints what the models say.
     *
     * @param args none
     */
    public static void main(String[] args) {
        if (!print(System.out)) {
            System.exit(1);
        }
    }

    static boolean print(PrintStream out) {
        boolean asExpected = true;
        for (Shape shape : Shape.ALL) {
            Finding finding = Finding.of(shape, Weakening.NONE);
            out.println(finding);
            out.println("          " + shape.wrong());
            asExpected &= !finding.isAllowed();
        }
        for (Site site : Site.values()) {
            for (Mode weaker : site.mode().below(site.kind())) {
                List<Finding> allowed = allowing(Weakening.of(site, weaker));
                allowed.forEach(out::println);
                if (allowed.isEmpty()) {
                    String why = whyNot(site, weaker);
                    out.println("covered   " + Weakening.of(site, weaker) + ": " + why);
                    asExpected &= !why.isEmpty();
                }
            }
        }
        return asExpected;
    }

    /** The shapes whose outcome a weakening makes possible. */
    static List<Finding> allowing(Weakening weakening) {
        List<Finding> allowed = new ArrayList<>();
        for (Shape shape : Shape.ALL) {
            if (shape.sites().containsAll(weakening.modes().keySet())) {
                Finding finding = Finding.of(shape, weakening);
                if (finding.isAllowed()) {
                    allowed.add(finding);
                }
            }
        }
        return allowed;
    }

    private static String whyNot(Site site, Mode weaker) {
        return Covered.ALL.stream()
                .filter(each -> each.site() == site && each.mode() == weaker)
                .map(Covered::why)
                .findAny()
                .orElse("");
    }
}
