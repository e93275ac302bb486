// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A run as text: one line for each access, in the order in which they were performed. */
final class TracePrinter {
    private final Machine machine;
    private final List<String> addressNames;

    TracePrinter(Machine machine, List<String> addressNames) {
        this.machine = machine;
        this.addressNames = addressNames;
    }

    String print(Explorer.Trace trace) {
        StringBuilder text = new StringBuilder();
        List<byte[]> states = trace.states();
        for (int i = 0; i + 1 < states.size(); i++) {
            text.append(step(states.get(i), states.get(i + 1))).append('\n');
        }
        return text.append("  ").append(trace.fault()).append('\n').toString();
    }

    private String step(byte[] before, byte[] after) {
        for (int t = 0; t < machine.threadCount(); t++) {
            for (int i = 0; i < machine.windowCount(before, t); i++) {
                if (!machine.canPerform(before, t, i)) {
                    continue;
                }
                for (int o = 0; o < machine.outcomeCount(before, t, i); o++) {
                    if (Arrays.equals(machine.perform(before, t, i, o), after)) {
                        return line(before, t, i, o);
                    }
                }
            }
        }
        throw new AssertionError("no step leads from a state to the next");
    }

    private String line(byte[] before, int thread, int index, int outcome) {
        Instruction instruction = machine.issued(before, thread, index);
        String address = addressNames.get(machine.addressOf(before, thread, index));
        int value = machine.valueOf(before, thread, index);
        String what =
                switch (instruction.kind()) {
                    case LOAD -> "loads  " + address + ": " + value;
                    case STORE -> "stores " + address + " := " + value;
                    case COMPARE_AND_SET -> "compares and sets " + address;
                    default -> outcome == 0 ? "decides against it" : "decides for it";
                };
        String mode =
                instruction.kind() == Instruction.Kind.LOAD
                                || instruction.kind() == Instruction.Kind.STORE
                        ? " (" + instruction.access().name().toLowerCase(Locale.ROOT) + ")"
                        : "";
        String overtaken = index == 0 ? "" : ", ahead of what it " + overtaken(before, thread);
        return String.format(
                Locale.ROOT, "  %-10s %s%s%s", machine.program(thread).name, what, mode, overtaken);
    }

    private String overtaken(byte[] before, int thread) {
        Instruction first = machine.issued(before, thread, 0);
        String address = addressNames.get(machine.addressOf(before, thread, 0));
        return (first.isStore() ? "stores to " : "loads from ") + address;
    }
}
