// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.leftright.Stats;

/** What a soak has counted and found. */
final class Report {
    private static final int SHOWN_VIOLATIONS = 10;

    /** What is counted, other than faults. */
    enum Count {
        LOOKUPS("lookups checked"),
        SECTIONS("sections checked"),
        NESTED("nested sections checked"),
        SNAPSHOTS("snapshots checked, and again later"),
        REFRESHES("refreshes of single ops"),
        BATCHES("batches refreshed"),
        DISCARDS("batches discarded"),
        COMPARISONS("comparisons of a side with the reference");

        final String meaning;

        Count(String meaning) {
            this.meaning = meaning;
        }
    }

    final Faults faults = new Faults();
    private final long seed;
    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);
    private final long startNs = System.nanoTime();

    // Under this object's lock
    private final List<String> violations = new ArrayList<>();
    private long violationCount;
    private long firstViolationNs;

    Report(long seed) {
        this.seed = seed;
        for (Count kind : Count.values()) {
            counts.put(kind, new AtomicLong());
        }
    }

    void count(Count kind, int number) {
        counter(kind).addAndGet(number);
    }

    /** Says what was found to be wrong. The soak ends soon after the first. */
    synchronized void violation(String subject, String what) {
        if (violationCount++ == 0) {
            firstViolationNs = System.nanoTime();
        }
        if (violations.size() < SHOWN_VIOLATIONS) {
            violations.add(
                    String.format(
                            Locale.ROOT,
                            "%s, %s, after %.1f s: %s",
                            subject,
                            Thread.currentThread().getName(),
                            seconds(System.nanoTime()),
                            what));
        }
    }

    /** Reports a violation with the place of an exception that had no reason to be thrown. */
    void violation(String subject, String what, Throwable thrown) {
        StringBuilder text = new StringBuilder(what);
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            text.append("\n        ").append(t);
            StackTraceElement[] trace = t.getStackTrace();
            for (int i = 0; i < Math.min(8, trace.length); i++) {
                text.append("\n            at ").append(trace[i]);
            }
        }
        violation(subject, text.toString());
    }

    synchronized boolean hasViolation() {
        return violationCount > 0;
    }

    /** One line while it goes on. */
    synchronized void printProgress(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%4.0f s: %,d lookups, %,d sections, %,d refreshes, %,d discards, %d violations%n",
                seconds(System.nanoTime()),
                get(Count.LOOKUPS),
                get(Count.SECTIONS),
                get(Count.REFRESHES) + get(Count.BATCHES),
                get(Count.DISCARDS),
                violationCount);
    }

    /** Whether each kind of fault was injected, a side abandoned, and something reclaimed. */
    boolean isComplete(List<Subject> subjects) {
        return missing().isEmpty() && hadEffect(subjects);
    }

    private List<Fault> missing() {
        return Stream.of(Fault.values())
                .filter(fault -> fault.isPossible() && faults.countOf(fault) == 0)
                .toList();
    }

    private static boolean hadEffect(List<Subject> subjects) {
        return subjects.stream().anyMatch(subject -> subject.stats().abandonCount() > 0)
                && subjects.stream().anyMatch(subject -> subject.stats().reclaimedCount() > 0);
    }

    /** Prints all of it. Returns whether the soak is green. */
    synchronized boolean print(PrintStream out, List<Subject> subjects) {
        out.println();
        for (Count kind : Count.values()) {
            out.printf(Locale.ROOT, "%,15d  %s%n", get(kind), kind.meaning);
        }
        out.println("faults injected");
        for (Fault fault : Fault.values()) {
            out.printf(
                    Locale.ROOT,
                    "%,15d  %s%s%n",
                    faults.countOf(fault),
                    fault.meaning,
                    fault.isPossible() ? "" : " (this JDK has none)");
        }
        out.println("what the library says of itself");
        for (Subject subject : subjects) {
            Stats stats = subject.stats();
            out.printf(
                    Locale.ROOT,
                    "    %-24s version %,d, %,d ops replayed, %,d replays failed, %,d clones,"
                            + " %,d sides abandoned, %,d stragglers, %,d reclaimed, %,d lookups"
                            + " repeated, %d handles, %d slots%n",
                    subject.name(),
                    stats.version(),
                    stats.replayedOpCount(),
                    stats.replayFailureCount(),
                    stats.cloneCount(),
                    stats.abandonCount(),
                    stats.stragglerCount(),
                    stats.reclaimedCount(),
                    stats.lookupFallbackCount(),
                    stats.handleCount(),
                    stats.slotCount());
        }
        violations.forEach(violation -> out.println("VIOLATION " + violation));
        out.printf(Locale.ROOT, "%,d violations", violationCount);
        if (violationCount > 0) {
            out.printf(Locale.ROOT, ", the first after %.1f s", seconds(firstViolationNs));
        }
        out.println();
        List<Fault> missing = missing();
        missing.forEach(fault -> out.println("NEVER INJECTED " + fault));
        boolean hadEffect = hadEffect(subjects);
        if (!hadEffect) {
            out.println("NO EFFECT: no side was abandoned, or nothing reclaimed");
        }
        boolean green = violationCount == 0 && missing.isEmpty() && hadEffect;
        out.printf(Locale.ROOT, "seed %d: %s%n", seed, green ? "GREEN" : "RED");
        return green;
    }

    private long get(Count kind) {
        return counter(kind).get();
    }

    private AtomicLong counter(Count kind) {
        return Objects.requireNonNull(counts.get(kind));
    }

    private double seconds(long atNs) {
        return (atNs - startNs) / 1e9;
    }
}
