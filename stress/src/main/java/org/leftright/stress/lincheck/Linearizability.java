// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.jspecify.annotations.Nullable;

/**
 * Checks with Lincheck that the shipped classes are linearizable, against specifications of their
 * own: each test first with the scenarios that it names, then with random ones.
 *
 * <pre>
 * Linearizability [--mode model|stress] [--iterations N] [--invocations N] [--scenario S]
 *     [--verdict] [test ...]
 * </pre>
 *
 * <p>Model checking places the switches between threads itself, first one in every possible place,
 * then two, and so on, as far as the invocations go. Stress runs the threads freely. {@code
 * --iterations} is the number of random scenarios; {@code --scenario} runs that one instead of all,
 * written as those in the tests. {@code --verdict} ends at the first execution that is not
 * linearizable, and leaves out how it comes about, for which Lincheck executes it again and again;
 * if that does not show it a second time, there is no report at all. Exits with 1 if an execution
 * was not linearizable, or did not run.
 */
public final class Linearizability {
    /** What the last line begins with if all was as it must be. */
    public static final String PASSED = "PASSED";

    /** What the last line begins with if an execution was not linearizable. */
    public static final String VIOLATED = "VIOLATED";

    /** What the last line begins with if an execution hung or crashed. */
    public static final String FAILED = "FAILED";

    /** What the last line begins with if fewer scenarios were run than there are. */
    public static final String INCOMPLETE = "INCOMPLETE";

    /** Methods of ReaderRegistry: what only a thread itself can make true of itself. */
    static final String[] WITHOUT_SWITCH = {"sectionOf", "isReading"};

    private static final String COUNTER_EXAMPLE = "= Invalid execution results =";

    private final PrintStream out = System.out;
    private final int iterations;
    private final int invocations;
    private final @Nullable String scenario;
    private final boolean isVerdictEnough;

    private Linearizability(
            int iterations, int invocations, @Nullable String scenario, boolean isVerdictEnough) {
        this.scenario = scenario;
        this.iterations = iterations;
        this.invocations = invocations;
        this.isVerdictEnough = isVerdictEnough;
    }

    /**
     * Runs the tests.
     *
     * @param args see above
     */
    public static void main(String[] args) {
        try {
            System.exit(run(args) ? 0 : 1); // threads of an execution that hangs are left behind
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    static boolean run(String[] args) {
        List<Subject> subjects = new ArrayList<>();
        List<String> modes = List.of("model", "stress");
        int iterations = -1;
        int invocations = -1;
        String scenario = null;
        boolean isVerdictEnough = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--mode" -> modes = List.of(valueOf(args, i++));
                case "--iterations" -> iterations = Integer.parseInt(valueOf(args, i++));
                case "--invocations" -> invocations = Integer.parseInt(valueOf(args, i++));
                case "--scenario" -> scenario = valueOf(args, i++);
                case "--verdict" -> isVerdictEnough = true;
                default -> subjects.add(Subject.titled(args[i]));
            }
        }
        boolean passed = true;
        for (String mode : modes) {
            boolean model = mode.equals("model");
            Linearizability run =
                    new Linearizability(
                            iterations >= 0 ? iterations : scenario != null ? 0 : 30,
                            invocations > 0 ? invocations : model ? 2_000 : 10_000,
                            scenario,
                            isVerdictEnough);
            for (Subject subject : subjects.isEmpty() ? Subject.ALL : subjects) {
                passed &= run.check(subject, model);
            }
        }
        return passed;
    }

    private static String valueOf(String[] args, int option) {
        if (option + 1 == args.length) {
            throw new IllegalArgumentException("no value for " + args[option]);
        }
        return args[option + 1];
    }

    /**
     * Whether a run without {@code --scenario} has this one.
     *
     * @param test the name of a test
     * @param scenario a scenario, as the test writes it
     * @return whether the test begins with it, among others
     */
    public static boolean names(String test, String scenario) {
        return Subject.titled(test).scenarios().contains(scenario);
    }

    private boolean check(Subject subject, boolean model) {
        Options<?, ?> options = model ? modelChecking() : new StressOptions();
        List<ExecutionScenario> scenarios =
                new Scenarios(subject.operations())
                        .parse(scenario == null ? subject.scenarios() : List.of(scenario));
        scenarios.forEach(options::addCustomScenario);
        options.iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(subject.operationsAround())
                .actorsAfter(subject.operationsAround())
                .logLevel(LoggingLevel.WARN)
                .verifier(CountingVerifier.class)
                .sequentialSpecification(subject.specification());
        int scenarioCount = scenarios.size() + iterations;
        CountingVerifier.reset(
                () -> {
                    if (isVerdictEnough) {
                        print(VIOLATED, subject, model, scenarioCount);
                        System.exit(1);
                    }
                });
        String verdict;
        try {
            options.check(subject.operations());
            boolean complete = CountingVerifier.scenarioCount() == scenarioCount;
            verdict = complete ? PASSED : INCOMPLETE;
        } catch (LincheckAssertionError e) {
            String report = String.valueOf(e.getMessage()).strip();
            out.println(report);
            verdict = report.startsWith(COUNTER_EXAMPLE) ? VIOLATED : FAILED;
        }
        print(verdict, subject, model, scenarioCount);
        return verdict.equals(PASSED);
    }

    private void print(String verdict, Subject subject, boolean model, int scenarioCount) {
        out.printf(
                Locale.ROOT,
                "%s by %s, %s: invocation %,d, scenario %d of %d%n",
                verdict,
                subject.title(),
                model ? "model checking" : "stress",
                CountingVerifier.invocationCount(),
                CountingVerifier.scenarioCount(),
                scenarioCount);
    }

    /**
     * Loops that look over all slots are not to be taken for a wait, after which Lincheck forces a
     * switch and explores that run no further; the grace period's short spin is the longest of the
     * others, and is one step here. What only a thread itself can make true of itself has no place
     * for a switch in it.
     */
    private static ModelCheckingOptions modelChecking() {
        return new ModelCheckingOptions()
                .loopBound(100_000)
                .loopIterationsBeforeThreadSwitch(150)
                .addGuarantee(
                        ManagedStrategyGuaranteeKt.forClasses("org.leftright.GracePeriod")
                                .methods("isOverWithinShortSpin")
                                .treatAsAtomic())
                .addGuarantee( // a recursion that would be taken for one without end
                        ManagedStrategyGuaranteeKt.forClasses("org.leftright.WriterLock")
                                .methods("requireStack")
                                .ignore())
                .addGuarantee(
                        ManagedStrategyGuaranteeKt.forClasses("org.leftright.ReaderRegistry")
                                .methods(WITHOUT_SWITCH)
                                .ignore());
    }
}
