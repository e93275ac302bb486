// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leftright.stress.model.ModelChecker;

/**
 * The weakened twins: each takes one thing away from the protocol and names the tests that must
 * notice. {@code mutations.txt} lists those that are made in the library's source; the models know
 * theirs themselves.
 *
 * <p>jcstress runs the real machine, and so it finds a missing barrier; but a change of nothing but
 * the order of two steps of one thread leaves a window of a few nanoseconds, which it hits only if
 * the twin stretches it by a pause (a control with the same pause in the unbroken protocol shows
 * that the pause alone breaks nothing). Lincheck's model checker places the switches of threads
 * itself, so it finds such an order without a pause; but it knows sequentially consistent runs only
 * and never sees a missing barrier. The model of the protocol sees both, within its bounds, and the
 * orderings that x86 keeps anyway; but it is a model.
 */
public final class Mutations {
    /** All of them, in the order of the table. */
    static final List<Mutation> ALL = all();

    private Mutations() {}

    private static List<Mutation> all() {
        List<Mutation> ofSource = MutationsFile.read();
        Map<String, String> flaws = ModelChecker.flaws();
        Set<String> known = ofSource.stream().map(Mutation::name).collect(Collectors.toSet());
        return Stream.concat(
                        ofSource.stream(),
                        flaws.keySet().stream()
                                .filter(name -> !known.contains(name))
                                .map(
                                        name ->
                                                new Mutation(
                                                        name,
                                                        flaws.get(name),
                                                        List.of(),
                                                        List.of())))
                .map(mutation -> flaws.containsKey(mutation.name()) ? andModel(mutation) : mutation)
                .toList();
    }

    /** A mutation that the model knows by the same name is for the model to kill as well. */
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
