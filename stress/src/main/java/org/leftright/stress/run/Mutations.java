// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leftright.stress.model.ModelChecker;

/**
 * All mutations. Each takes one thing away from the protocol and names the tests that must kill it.
 * {@code mutations.txt} lists those that are made in the library's source; the models know theirs
 * themselves. What each tool can kill:
 *
 * <ul>
 *   <li>jcstress runs the real machine, so it finds a missing barrier. A change of nothing but the
 *       order of two steps of one thread leaves a window of a few nanoseconds, which jcstress hits
 *       only if the twin pauses there. A control with the same pause in the unbroken protocol shows
 *       that the pause alone breaks nothing.
 *   <li>Lincheck's model checker places the switches of threads itself, so it finds such an order
 *       without a pause. It knows sequentially consistent runs only, and never sees a missing
 *       barrier.
 *   <li>The model of the protocol sees both within its bounds, and the orderings that x86 keeps
 *       anyway. It is a model.
 * </ul>
 */
public final class Mutations {
    /** All mutations, in the order of the table. */
    static final List<Mutation> ALL = all();

    private Mutations() {}

    private static List<Mutation> all() {
        List<Mutation> ofSource = MutationsFile.read();
        Map<String, String> ofModels = ModelChecker.mutations();
        Set<String> known = ofSource.stream().map(Mutation::name).collect(Collectors.toSet());
        Stream<Mutation> ofModelsOnly =
                ofModels.entrySet().stream()
                        .filter(each -> !known.contains(each.getKey()))
                        .map(
                                each ->
                                        new Mutation(
                                                each.getKey(),
                                                each.getValue(),
                                                List.of(),
                                                List.of()));
        return Stream.concat(ofSource.stream(), ofModelsOnly)
                .map(each -> ofModels.containsKey(each.name()) ? andModel(each) : each)
                .toList();
    }

    /** Adds the model as a killer, since it knows a mutation of that name. */
    private static Mutation andModel(Mutation mutation) {
        String name = mutation.name();
        Mutation.Killer model = new Mutation.Killer(Tool.MODEL, ModelChecker.killer(name), "");
        return new Mutation(
                name,
                mutation.broken(),
                Stream.concat(mutation.killers().stream(), Stream.of(model)).toList(),
                mutation.edits());
    }

    /**
     * Finds a mutation.
     *
     * @param name its name
     * @return the mutation
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Mutation named(String name) {
        return ALL.stream()
                .filter(mutation -> mutation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mutation is named " + name));
    }
}
