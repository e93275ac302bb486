// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a fork has shown: what it counted before it ended, in whichever way it ended.
 *
 * @param counts outcome to how often it was seen
 * @param end how the fork ended
 * @param how what ended it; if it ran to its end, what went wrong in attempts before, or nothing
 * @param time how long it took
 */
record ForkLog(Map<String, Long> counts, End end, String how, Duration time) {
    // What a fork prints, at the beginning of a line
    static final String COUNTED = "> counted ";
    static final String ITERATION = "> iteration done";
    static final String ERROR = "> error ";
    static final String COMPLETE = "> complete";

    private static final int SHOWN_LENGTH = 300;

    /** How a fork ended. */
    enum End {
        /** All iterations were run, or the outcome that was looked for was seen. */
        COMPLETE,
        /** Something was thrown, out of an actor or before there was one. */
        ERROR,
        /** The process ended without a word, or was not even started. */
        CRASHED,
        /** The process had to be killed, because it did nothing any more. */
        HUNG
    }

    /** Reads what a fork printed; the last line may have been cut off. */
    static ForkLog of(WatchedProcess.Ended ended) {
        String output = ended.output();
        Map<String, Long> counts = new TreeMap<>();
        String error = null;
        boolean isComplete = false;
        String whole = output.substring(0, output.lastIndexOf('\n') + 1);
        for (String line : whole.lines().toList()) {
            if (line.startsWith(COUNTED)) {
                String[] counted = line.substring(COUNTED.length()).split(" ", 2);
                counts.merge(counted[1], Long.parseLong(counted[0]), Long::sum);
            } else if (line.startsWith(ERROR) && error == null) {
                error = line.substring(ERROR.length());
            } else if (line.equals(COMPLETE)) {
                isComplete = true;
            }
        }
        if (error != null) {
            return new ForkLog(counts, End.ERROR, error, ended.time());
        }
        if (isComplete) {
            return new ForkLog(counts, End.COMPLETE, "", ended.time());
        }
        OptionalInt exitCode = ended.exitCode();
        if (exitCode.isEmpty()) {
            String how = "did nothing any more, killed after " + ended.time().toSeconds() + " s";
            return new ForkLog(counts, End.HUNG, how, ended.time());
        }
        String how = "exit code " + exitCode.getAsInt() + " without a result: " + tail(output);
        return new ForkLog(counts, End.CRASHED, how, ended.time());
    }

    /** A process that could not be started. */
    static ForkLog notStarted(Exception e) {
        return new ForkLog(Map.of(), End.CRASHED, "not started: " + e, Duration.ZERO);
    }

    /** What the JVM said last, without the lines of the fork. */
    private static String tail(String output) {
        List<String> said =
                output.lines().filter(line -> !line.startsWith("> ") && !line.isBlank()).toList();
        String all = String.join(" / ", said);
        return all.substring(Math.max(0, all.length() - SHOWN_LENGTH));
    }

    /** Both: all that was counted, and the first of what went wrong. */
    ForkLog and(ForkLog next) {
        Map<String, Long> all = new TreeMap<>(counts);
        next.counts.forEach((outcome, count) -> all.merge(outcome, count, Long::sum));
        ForkLog worse = isComplete() ? next : this;
        return new ForkLog(all, worse.end, worse.how, time.plus(next.time));
    }

    /** Whether one of the outcomes is such a one, a regular expression. */
    boolean hasSeen(String outcome) {
        return counts.keySet().stream().anyMatch(seen -> seen.matches(outcome));
    }

    /** The same, with what went wrong before. */
    ForkLog after(String mishaps) {
        return new ForkLog(counts, end, mishaps + how, time);
    }

    /**
     * Whether the fork came to its end, or to an exception: not by accident, as far as it tells.
     */
    boolean hasResult() {
        return end == End.COMPLETE || end == End.ERROR;
    }

    boolean isComplete() {
        return end == End.COMPLETE;
    }

    long totalCount() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
