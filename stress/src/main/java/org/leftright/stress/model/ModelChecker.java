// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Explores every run of the models, and of the models with one thing taken away. Exits with 1
 * unless nothing goes wrong in the first, and something in each of the second. Without arguments
 * all are explored; else those whose name contains one of the arguments, and of what is taken away
 * the runs that go wrong are printed:
 *
 * <pre>
 * java -cp stress/target/stress.jar org.leftright.stress.model.ModelChecker
 * java -cp stress/target/stress.jar org.leftright.stress.model.ModelChecker depart-without-release
 * java -Xmx8g -cp stress/target/stress.jar org.leftright.stress.model.ModelChecker --full
 * </pre>
 *
 * <p>The last takes the larger bounds on the weak memory too, which needs minutes and gigabytes.
 */
public final class ModelChecker {
    private static final String FULL = "--full";

    private final PrintStream out;
    private final boolean isFull;
    private final List<String> faults = new ArrayList<>();

    private ModelChecker(PrintStream out, boolean isFull) {
        this.out = out;
        this.isFull = isFull;
    }

    /**
     * Runs the models.
     *
     * @param args parts of the names of models or of what is taken away; none for all
     */
    public static void main(String[] args) {
        List<String> parts = new ArrayList<>(List.of(args));
        boolean isFull = parts.remove(FULL);
        List<Model> models = new ArrayList<>();
        List<ModelMutation> mutations = new ArrayList<>();
        for (Model model : Model.values()) {
            if (isSelected(model, parts)) {
                models.add(model);
            }
        }
        for (ModelMutation mutation : ModelMutation.values()) {
            if (isSelected(mutation, parts)) {
                mutations.add(mutation);
            }
        }
        if (models.isEmpty() && mutations.isEmpty()) {
            System.out.println("no model has such a name");
            System.exit(2);
        }
        ModelChecker checker = new ModelChecker(System.out, isFull);
        if (!checker.check(models, mutations, !parts.isEmpty())) {
            System.exit(1);
        }
    }

    private static boolean isSelected(Enum<?> each, List<String> parts) {
        return parts.isEmpty() || parts.stream().anyMatch(nameOf(each)::contains);
    }

    /**
     * What can be taken away in the models.
     *
     * @return names, each with what is broken
     */
    public static SortedMap<String, String> mutations() {
        SortedMap<String, String> broken = new TreeMap<>();
        for (ModelMutation mutation : ModelMutation.values()) {
            broken.put(nameOf(mutation), mutation.broken());
        }
        return broken;
    }

    /**
     * The model in which a thing taken away must show.
     *
     * @param mutation the name of what is taken away
     * @return the model's name
     */
    public static String killer(String mutation) {
        return nameOf(named(mutation).killer());
    }

    /**
     * Takes one thing away and explores.
     *
     * @param mutation the name of what is taken away
     * @return how it shows, or nothing if it does not
     */
    public static Optional<String> counterExample(String mutation) {
        Shown shown = show(named(mutation));
        return shown.isKilled ? Optional.of(shown.text()) : Optional.empty();
    }

    private static ModelMutation named(String name) {
        return ModelMutation.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Takes these things away, one at a time. Returns whether each is killed. */
    static boolean check(PrintStream out, List<ModelMutation> mutations, boolean showsRuns) {
        return new ModelChecker(out, false).check(List.of(), mutations, showsRuns);
    }

    private boolean check(List<Model> models, List<ModelMutation> mutations, boolean showsRuns) {
        models.forEach(this::check);
        mutations.forEach(mutation -> check(mutation, showsRuns));
        faults.forEach(fault -> out.println("FAULT " + fault));
        return faults.isEmpty();
    }

    private void check(Model model) {
        for (MemoryModel memory : MemoryModel.values()) {
            Finding finding = Finding.of(model, memory, isFull, Set.of());
            print(finding.holds() ? "holds" : "BROKEN", nameOf(model), finding);
            if (!finding.holds()) {
                out.print(finding.run());
                faults.add(finding.toString());
            }
        }
        out.printf(Locale.ROOT, "%-9s %s%n", "", model.covers());
    }

    private void check(ModelMutation mutation, boolean showsRuns) {
        Shown shown = show(mutation);
        print(shown.isKilled ? "killed" : "SURVIVED", nameOf(mutation), shown.text());
        if (showsRuns) {
            out.println("  " + mutation.broken() + ":");
            out.print(shown.finding.run());
        }
        if (!shown.isKilled) {
            faults.add(nameOf(mutation) + ": " + mutation.broken());
        }
    }

    /** What x86 keeps in order need not show there, but must on the weaker memory. */
    private static Shown show(ModelMutation mutation) {
        Finding onTso = Finding.of(mutation.killer(), MemoryModel.TSO, false, EnumSet.of(mutation));
        Finding onWeak =
                Finding.of(mutation.killer(), MemoryModel.WEAK, false, EnumSet.of(mutation));
        return new Shown(onTso.holds() ? onWeak : onTso, !onWeak.holds(), onTso.holds());
    }

    private record Shown(Finding finding, boolean isKilled, boolean isHiddenByX86) {
        String text() {
            return finding + (isHiddenByX86 ? " (not on x86)" : "");
        }
    }

    private void print(String verdict, String name, Object finding) {
        out.printf(Locale.ROOT, "%-9s %-34s %s%n", verdict, name, finding);
        out.flush();
    }

    private static String nameOf(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
