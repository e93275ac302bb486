// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Litmus tests in one line each. Threads are parted by {@code |}, instructions by {@code ;}, and
 * what the locations hold in the end follows {@code ||}. A load says what it sees. In Java's words:
 *
 * <pre>x.set(1); y.setRelease(1) | y.getAcquire()==1; acquireFence(); x.get()==0 || x=1</pre>
 *
 * <p>In AArch64's, where {@code data:0} is a data dependency on the first instruction of the
 * thread:
 *
 * <pre>str x=1; stlr y=1 | ldr y=1; dmb ld; str x=2 data:0</pre>
 */
final class Notation {
    private static final Pattern JAVA =
            Pattern.compile("(\\w+)\\.(get|set)(\\w*?)\\((\\d*)\\)(?:==(\\d+))?");
    private static final Pattern JAVA_UPDATE =
            Pattern.compile("(\\w+)\\.compareAndSet(\\w*)\\((\\d+),(\\d+)\\)");
    private static final Pattern ARM = Pattern.compile("(\\w+) (\\w+)=(\\d+|\\?)((?: \\w+:\\d+)*)");
    private static final Pattern DEPENDENCY = Pattern.compile("(\\w+):(\\d+)");
    private static final Pattern FINAL = Pattern.compile("(\\w+)=(\\d+)");

    private Notation() {}

    static Litmus parse(String text) {
        String[] parts = text.split("\\|\\|");
        Litmus test = Litmus.test();
        for (String thread : parts[0].split("\\|")) {
            List<Instruction> instructions = new ArrayList<>();
            for (String each : thread.split(";")) {
                instructions.add(instruction(each.strip()));
            }
            test = test.thread(instructions.toArray(new Instruction[0]));
        }
        Matcher last = FINAL.matcher(parts.length > 1 ? parts[1] : "");
        while (last.find()) {
            test = test.ends(last.group(1), Integer.parseInt(last.group(2)));
        }
        return test;
    }

    private static Instruction instruction(String text) {
        Matcher java = JAVA.matcher(text);
        if (java.matches()) {
            Mode mode = modeOf(java.group(3));
            return java.group(2).equals("get")
                    ? Instruction.load(java.group(1), Integer.parseInt(java.group(5)), mode)
                    : Instruction.store(java.group(1), Integer.parseInt(java.group(4)), mode);
        }
        Matcher update = JAVA_UPDATE.matcher(text);
        if (update.matches()) {
            return Instruction.update(
                    update.group(1),
                    Integer.parseInt(update.group(3)),
                    Integer.parseInt(update.group(4)),
                    update.group(2).isEmpty() ? Mode.VOLATILE : modeOf(update.group(2)));
        }
        Matcher arm = ARM.matcher(text);
        return arm.matches() ? armAccess(arm) : fence(text);
    }

    private static Instruction armAccess(Matcher arm) {
        String location = arm.group(2);
        int value =
                arm.group(3).equals("?") ? Instruction.ANYTHING : Integer.parseInt(arm.group(3));
        Instruction access =
                switch (arm.group(1)) {
                    case "ldr", "ldxr" -> Instruction.load(location, value, Mode.PLAIN);
                    case "ldar", "ldaxr" -> Instruction.load(location, value, Mode.ACQUIRE);
                    case "ldapr" -> Instruction.load(location, value, Mode.ACQUIRE_PC);
                    case "str" -> Instruction.store(location, value, Mode.PLAIN);
                    case "stlr" -> Instruction.store(location, value, Mode.RELEASE);
                    case "stxr" -> Instruction.store(location, value, Mode.PLAIN).asExclusive();
                    case "stlxr" -> Instruction.store(location, value, Mode.RELEASE).asExclusive();
                    default -> throw new IllegalArgumentException(arm.group());
                };
        Matcher dependency = DEPENDENCY.matcher(arm.group(4));
        while (dependency.find()) {
            Instruction.Via via =
                    switch (dependency.group(1)) {
                        case "addr" -> Instruction.Via.ADDRESS;
                        case "data" -> Instruction.Via.DATA;
                        default -> Instruction.Via.CONTROL;
                    };
            access = access.after(via, Integer.parseInt(dependency.group(2)));
        }
        return access;
    }

    private static Instruction fence(String text) {
        return Instruction.fence(
                switch (text) {
                    case "fullFence()" -> Mode.VOLATILE;
                    case "acquireFence()" -> Mode.ACQUIRE;
                    case "releaseFence()" -> Mode.RELEASE;
                    case "dmb sy" -> Mode.DMB_FULL;
                    case "dmb ld" -> Mode.DMB_LD;
                    case "dmb st" -> Mode.DMB_ST;
                    default -> throw new IllegalArgumentException(text);
                });
    }

    private static Mode modeOf(String suffix) {
        return suffix.isEmpty() ? Mode.PLAIN : Mode.valueOf(suffix.toUpperCase(Locale.ROOT));
    }
}
