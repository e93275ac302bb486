// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.model.Instruction.Kind;

/** What one thread does: a list of instructions, written down by the methods of this class. */
final class Program {
    final String name;
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<Integer, String> jumps = new HashMap<>();
    private int registerCount;
    private int labelCount;

    Program(String name) {
        this.name = name;
    }

    int register() {
        return registerCount++;
    }

    int registerCount() {
        return registerCount;
    }

    int length() {
        return instructions.size();
    }

    Instruction at(int index) {
        return instructions.get(index);
    }

    void load(int register, Expr address, Access access) {
        load(register, address, access, -1, 0);
    }

    /** Adds an access that also stores to a ghost when it is performed. */
    void load(int register, Expr address, Access access, int ghostAddress, int ghostValue) {
        add(Kind.LOAD, access, register, address, null, null, ghostAddress, ghostValue, "");
    }

    void load(int register, int address, Access access) {
        load(register, r -> address, access);
    }

    void store(Expr address, Expr value, Access access) {
        store(address, value, access, -1, 0);
    }

    /** Adds an access that also stores to a ghost when it is performed. */
    void store(Expr address, Expr value, Access access, int ghostAddress, int ghostValue) {
        add(Kind.STORE, access, -1, address, value, null, ghostAddress, ghostValue, "");
    }

    void store(int address, Expr value, Access access) {
        store(r -> address, value, access);
    }

    /** The register gets whether it was done. */
    void compareAndSet(int register, int address, Expr expected, Expr replacement) {
        compareAndSet(register, address, expected, replacement, -1, 0);
    }

    /** Adds one that also stores to a ghost if it succeeds. */
    void compareAndSet(
            int register,
            int address,
            Expr expected,
            Expr replacement,
            int ghostAddress,
            int ghostValue) {
        add(
                Kind.COMPARE_AND_SET,
                Access.VOLATILE,
                register,
                r -> address,
                expected,
                replacement,
                ghostAddress,
                ghostValue,
                "");
    }

    void acquireFence() {
        add(Kind.ACQUIRE_FENCE, Access.PLAIN, -1, null, null, null, -1, 0, "");
    }

    void releaseFence() {
        add(Kind.RELEASE_FENCE, Access.PLAIN, -1, null, null, null, -1, 0, "");
    }

    void choose(int register) {
        add(Kind.CHOICE, Access.PLAIN, register, null, null, null, -1, 0, "");
    }

    void assign(int register, Expr value) {
        add(Kind.ASSIGN, Access.PLAIN, register, null, value, null, -1, 0, "");
    }

    void assign(int register, int value) {
        assign(register, r -> value);
    }

    void ghost(Expr address, Expr value) {
        add(Kind.GHOST, Access.PLAIN, -1, address, value, null, -1, 0, "");
    }

    void check(Expr truth, String message) {
        add(Kind.CHECK, Access.PLAIN, -1, null, truth, null, -1, 0, message);
    }

    String newLabel(String name) {
        return name + "#" + labelCount++;
    }

    void label(String label) {
        labels.put(label, instructions.size());
    }

    void jumpIf(Expr condition, String label) {
        jumps.put(instructions.size(), label);
        add(Kind.JUMP_IF, Access.PLAIN, -1, null, condition, null, -1, 0, "");
    }

    void jump(String label) {
        jumpIf(r -> 1, label);
    }

    /** Ends the program. */
    Program end() {
        add(Kind.END, Access.PLAIN, -1, null, null, null, -1, 0, "");
        jumps.forEach(
                (index, label) -> {
                    Integer target = labels.get(label);
                    if (target == null) {
                        throw new IllegalStateException("no label " + label + " in " + name);
                    }
                    Instruction jump = instructions.get(index);
                    instructions.set(
                            index,
                            new Instruction(
                                    Kind.JUMP_IF,
                                    jump.access(),
                                    target,
                                    null,
                                    jump.value(),
                                    null,
                                    -1,
                                    0,
                                    ""));
                });
        return this;
    }

    /** Whether no jump goes backwards: the thread then takes at most {@link #length} steps. */
    boolean isLoopFree() {
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            if (instruction.kind() == Kind.JUMP_IF && instruction.target() <= i) {
                return false;
            }
        }
        return true;
    }

    private void add(
            Kind kind,
            Access access,
            int target,
            @Nullable Expr address,
            @Nullable Expr value,
            @Nullable Expr replacement,
            int ghostAddress,
            int ghostValue,
            String message) {
        instructions.add(
                new Instruction(
                        kind,
                        access,
                        target,
                        address,
                        value,
                        replacement,
                        ghostAddress,
                        ghostValue,
                        message));
    }
}
