// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.leftright.bench.demo.DemoException;

/**
 * Shards: each instance has the products of its partitions, and of each catalog the part that names
 * them. A product is asked of the instance that the router names, a catalog of all.
 */
final class Shards {
    private final Stage stage;
    private final Verdict verdict;
    private final ShardRouter router;

    /**
     * Prepares.
     *
     * @param stage where they are to be
     */
    Shards(Stage stage) {
        this.stage = stage;
        this.verdict = stage.verdict();
        this.router = stage.router();
    }

    /**
     * Runs.
     *
     * @param windowCount how many windows come meanwhile
     * @throws Exception if an instance does not answer
     */
    void run(int windowCount) throws Exception {
        verdict.say(
                "%nshards: each of %d instances has its part of %d partitions",
                router.instanceCount(), router.partitionCount());
        List<Instance.Duty> duties =
                IntStream.range(0, router.instanceCount())
                        .mapToObj(i -> stage.duty("shard", i, router, i))
                        .toList();
        try (Fleet fleet = new Fleet(duties)) {
            stage.allReady(fleet);
            stage.send(windowCount);
            Sales.Expected expected = stage.sales().expected();
            checkUnion(fleet, expected.digest());
            checkOwners(fleet, expected.products().keySet());
            checkLargestCatalog(fleet, expected.catalogs());
        }
    }

    private void checkUnion(Fleet fleet, Digest expected)
            throws DemoException, InterruptedException {
        List<Instance.Contents> contents = fleet.contents(stage.sales().ends());
        Digest sum = Digest.NONE;
        for (int i = 0; i < fleet.size(); i++) {
            Instance.Contents part = contents.get(i);
            verdict.say("%s: %s", fleet.name(i), part.digest());
            verdict.check(
                    part.strayCount() == 0, "%s has the product of each entry", fleet.name(i));
            boolean skips = i == router.instance(Sales.BROKEN_ID);
            verdict.check(
                    part.skipped().size() == (skips ? 1 : 0),
                    "%s has handed over %s",
                    fleet.name(i),
                    skips ? "what is no JSON" : "nothing");
            sum = sum.plus(part.digest());
        }
        verdict.say("independent replay: %s", expected);
        verdict.check(sum.equals(expected), "the sum of all is equal to it: %s", sum);
    }

    private void checkOwners(Fleet fleet, Set<Long> present)
            throws DemoException, InterruptedException {
        Collection<Long> all = stage.sales().allIds();
        int right = 0;
        for (int i = 0; i < fleet.size(); i++) {
            Set<Long> has = Set.of(fleet.ask(i, "having", all, Long[].class));
            for (long id : all) {
                boolean should = present.contains(id) && router.instance(id) == i;
                right += has.contains(id) == should ? 1 : 0;
            }
        }
        verdict.check(
                right == all.size() * fleet.size(),
                "each of %,d ids is found where the router says, and nowhere else; %,d of them are"
                        + " gone, and found nowhere",
                all.size(),
                all.size() - present.size());
    }

    private void checkLargestCatalog(Fleet fleet, Map<Long, Set<Long>> catalogs)
            throws DemoException, InterruptedException {
        Map.Entry<Long, Set<Long>> largest =
                catalogs.entrySet().stream()
                        .max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size()))
                        .orElseThrow(() -> new DemoException("there is no catalog"));
        Set<Long> gathered = new HashSet<>();
        int count = 0;
        for (int i = 0; i < fleet.size(); i++) {
            Long[] part = fleet.ask(i, "catalog", largest.getKey(), Long[].class);
            gathered.addAll(List.of(part));
            count += part.length;
        }
        verdict.check(
                gathered.equals(largest.getValue()) && count == gathered.size(),
                "the largest catalog, gathered from all: %,d products, none of them twice",
                gathered.size());
    }
}
