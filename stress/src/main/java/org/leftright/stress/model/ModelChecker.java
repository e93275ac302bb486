package org.leftright.stress.model;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Explores every run of the models, and of the models with one thing taken away. Exits with 1
 * unless nothing goes wrong in the first, and something in each of the second. Without arguments
 * all are explored; else those whose name contains one of the arguments, and of what is taken away
 * the runs that go wrong are printed:
 *
 * <pre>
 * java -cp stress/target/stress.jar org.leftright.stress.model.ModelChecker
 * java -cp stress/target/stress.jar org.leftright.stress.model.ModelChecker depart-without-release
 * </pre>
 */
public final class ModelChecker {
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();

    private ModelChecker(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the models.
     *
     * @param args parts of the names of models or of what is taken away; none for all
     */
    public static void main(String[] args) {
        List<Model> models = new ArrayList<>();
        List<Flaw> flaws = new ArrayList<>();
        for (Model model : Model.values()) {
            if (isSelected(model, args)) {
                models.add(model);
            }
        }
        for (Flaw flaw : Flaw.values()) {
            if (isSelected(flaw, args)) {
                flaws.add(flaw);
            }
        }
        if (models.isEmpty() && flaws.isEmpty()) {
            System.out.println("no model has such a name");
            System.exit(2);
        }
        if (!check(System.out, models, flaws, args.length > 0)) {
            System.exit(1);
        }
    }

    private static boolean isSelected(Enum<?> each, String[] parts) {
        return parts.length == 0
                || List.of(parts).stream()
                        .anyMatch(part -> nameOf(each).contains(part.toLowerCase(Locale.ROOT)));
    }

    /** Whether all is as it must be. */
    static boolean check(PrintStream out, List<Model> models, List<Flaw> flaws, boolean showsRuns) {
        ModelChecker checker = new ModelChecker(out);
        models.forEach(checker::check);
        flaws.forEach(flaw -> checker.check(flaw, showsRuns));
        checker.faults.forEach(fault -> out.println("FAULT " + fault));
        return checker.faults.isEmpty();
    }

    private void check(Model model) {
        for (MemoryModel memory : MemoryModel.values()) {
            Finding finding = Finding.of(model, memory, Set.of());
            print(finding.holds() ? "holds" : "BROKEN", nameOf(model), finding);
            if (!finding.holds()) {
                out.print(finding.run());
                faults.add(finding.toString());
            }
        }
        out.printf(Locale.ROOT, "%-9s %s%n", "", model.covers());
    }

    /** What x86 keeps in order need not show there, but must on the weaker memory. */
    private void check(Flaw flaw, boolean showsRuns) {
        Finding onWeak = Finding.of(flaw.killer(), MemoryModel.WEAK, EnumSet.of(flaw));
        Finding onTso = Finding.of(flaw.killer(), MemoryModel.TSO, EnumSet.of(flaw));
        Finding shown = onTso.holds() ? onWeak : onTso;
        print(
                shown.holds() ? "SURVIVED" : "killed",
                nameOf(flaw),
                shown + (onTso.holds() ? " (not on x86)" : ""));
        if (showsRuns) {
            out.println("  " + flaw.broken() + ":");
            out.print(shown.run());
        }
        if (onWeak.holds()) {
            faults.add(nameOf(flaw) + ": " + flaw.broken());
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
