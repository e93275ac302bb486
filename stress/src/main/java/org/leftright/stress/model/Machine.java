// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.model.Instruction.Kind;

/**
 * Threads over one memory. Each issues its instructions in order into a window, from which they are
 * performed in any order that the memory model allows; who performs next is the only choice there
 * is. A branch, an address and a value wait for the loads that they depend on, so nothing is
 * speculated. The window bounds how far an access can be overtaken.
 *
 * <p>A state is an array of bytes: the memory, and for each thread its place in the program, its
 * registers, and its window of instructions issued but not performed.
 */
final class Machine {
    private static final int ENTRY_BYTES = 5;

    private final List<Program> threads;
    private final MemoryModel model;
    private final int memorySize;
    private final int windowSize;
    private final int[] base;
    private final int stateSize;
    private final View view = new View();

    /** What is wrong with the state made last, if anything. */
    private @Nullable String fault;

    Machine(List<Program> threads, int memorySize, MemoryModel model, int windowSize) {
        this.threads = threads;
        this.memorySize = memorySize;
        this.model = model;
        this.windowSize = windowSize;
        this.base = new int[threads.size()];
        int next = memorySize;
        for (int t = 0; t < base.length; t++) {
            base[t] = next;
            next += 3 + threads.get(t).registerCount() + windowSize * ENTRY_BYTES;
        }
        this.stateSize = next;
    }

    int stateSize() {
        return stateSize;
    }

    int threadCount() {
        return base.length;
    }

    Program program(int thread) {
        return threads.get(thread);
    }

    @Nullable String fault() {
        return fault;
    }

    byte[] initial(byte[] memory) {
        byte[] state = new byte[stateSize];
        System.arraycopy(memory, 0, state, 0, memory.length);
        fault = null;
        for (int t = 0; t < base.length; t++) {
            issue(state, t);
        }
        return state;
    }

    /** Whether the thread has nothing left to do. */
    boolean isDone(byte[] state, int thread) {
        return windowCount(state, thread) == 0
                && threads.get(thread).at(pc(state, thread)).kind() == Kind.END;
    }

    /** Where the thread's next instruction to be issued stands. */
    int pc(byte[] state, int thread) {
        return (state[base[thread]] & 0xff) << 8 | state[base[thread] + 1] & 0xff;
    }

    int windowCount(byte[] state, int thread) {
        return state[base[thread] + 2];
    }

    Instruction issued(byte[] state, int thread, int index) {
        return threads.get(thread).at(instructionAt(state, entry(thread, index)));
    }

    int addressOf(byte[] state, int thread, int index) {
        return state[entry(thread, index) + 2];
    }

    /** What would be loaded now, or is to be stored. */
    int valueOf(byte[] state, int thread, int index) {
        return issued(state, thread, index).isLoad()
                ? loaded(state, thread, index, addressOf(state, thread, index))
                : state[entry(thread, index) + 3];
    }

    /** Whether what stands there in the window may be performed now. */
    boolean canPerform(byte[] state, int thread, int index) {
        Instruction later = issued(state, thread, index);
        if (later.kind() == Kind.CHOICE) {
            return true;
        }
        int address = addressOf(state, thread, index);
        for (int i = 0; i < index; i++) {
            Instruction earlier = issued(state, thread, i);
            boolean sameAddress =
                    !earlier.isFence()
                            && !later.isFence()
                            && addressOf(state, thread, i) == address;
            if (model.keeps(earlier, later, sameAddress)) {
                return false;
            }
        }
        return true;
    }

    /** How many ways there are to perform it. */
    int outcomeCount(byte[] state, int thread, int index) {
        return issued(state, thread, index).kind() == Kind.CHOICE ? 2 : 1;
    }

    /** The state after performing it. Then {@link #fault} is what a check found wrong. */
    byte[] perform(byte[] before, int thread, int index, int outcome) {
        byte[] state = before.clone();
        fault = null;
        int entry = entry(thread, index);
        Instruction instruction = issued(state, thread, index);
        int address = state[entry + 2];
        boolean isDone = true;
        switch (instruction.kind()) {
            case LOAD ->
                    setRegister(state, thread, instruction, loaded(state, thread, index, address));
            case STORE -> state[address] = state[entry + 3];
            case COMPARE_AND_SET -> {
                isDone = state[address] == state[entry + 3];
                if (isDone) {
                    state[address] = state[entry + 4];
                }
                setRegister(state, thread, instruction, isDone ? 1 : 0);
            }
            case CHOICE -> setRegister(state, thread, instruction, outcome);
            default -> throw new AssertionError(instruction.kind());
        }
        if (isDone && instruction.ghostAddress() >= 0) {
            state[instruction.ghostAddress()] = (byte) instruction.ghostValue();
        }
        removeEntry(state, thread, index);
        issue(state, thread);
        return state;
    }

    /** Loads from the thread's own latest store that is not yet performed, else from memory. */
    private int loaded(byte[] state, int thread, int index, int address) {
        for (int i = index - 1; i >= 0; i--) {
            if (issued(state, thread, i).isStore() && addressOf(state, thread, i) == address) {
                return state[entry(thread, i) + 3];
            }
        }
        return state[address];
    }

    private void setRegister(byte[] state, int thread, Instruction instruction, int value) {
        state[base[thread] + 3 + instruction.target()] = (byte) value;
    }

    /** Goes on in the program until an instruction has to wait, and past fences that are over. */
    private void issue(byte[] state, int thread) {
        Program program = threads.get(thread);
        view.look(state, thread);
        while (true) {
            removeFences(state, thread);
            int pc = pc(state, thread);
            Instruction instruction = program.at(pc);
            if (instruction.kind() == Kind.END) {
                return;
            }
            if (instruction.isFence() && !model.hasFences()) {
                setPc(state, thread, pc + 1);
                continue;
            }
            view.mustWait = false;
            int next = pc + 1;
            switch (instruction.kind()) {
                case ASSIGN -> {
                    int value = eval(instruction.value());
                    view.get(instruction.target()); // not while a load into it is under way
                    if (!view.mustWait) {
                        setRegister(state, thread, instruction, value);
                    }
                }
                case GHOST -> {
                    int address = eval(instruction.address());
                    int value = eval(instruction.value());
                    if (!view.mustWait) {
                        state[address] = (byte) value;
                    }
                }
                case JUMP_IF -> {
                    if (eval(instruction.value()) != 0) {
                        next = instruction.target();
                    }
                }
                case CHECK -> {
                    if (eval(instruction.value()) == 0 && !view.mustWait && fault == null) {
                        fault = program.name + ": " + instruction.message();
                    }
                }
                default -> enqueue(state, thread, pc, instruction);
            }
            if (view.mustWait) {
                return;
            }
            setPc(state, thread, next);
        }
    }

    private void enqueue(byte[] state, int thread, int pc, Instruction instruction) {
        int count = windowCount(state, thread);
        if (count == windowSize) {
            view.mustWait = true;
            return;
        }
        if (instruction.target() >= 0) {
            view.get(instruction.target()); // one load at a time into a register
        }
        int address = instruction.address() == null ? 0 : eval(instruction.address());
        int value = instruction.value() == null ? 0 : eval(instruction.value());
        int replacement = instruction.replacement() == null ? 0 : eval(instruction.replacement());
        if (view.mustWait) {
            return;
        }
        if (address >= memorySize) {
            throw new IllegalStateException("address " + address + " at " + pc);
        }
        if (instruction.target() >= 0) {
            setRegister(state, thread, instruction, 0); // of no use now: fewer states
        }
        int entry = entry(thread, count);
        state[entry] = (byte) (pc >> 8);
        state[entry + 1] = (byte) pc;
        state[entry + 2] = (byte) address;
        state[entry + 3] = (byte) value;
        state[entry + 4] = (byte) replacement;
        state[base[thread] + 2] = (byte) (count + 1);
    }

    private int eval(@Nullable Expr expr) {
        if (expr == null) {
            throw new AssertionError();
        }
        return expr.of(view);
    }

    private void removeFences(byte[] state, int thread) {
        for (int i = 0; i < windowCount(state, thread); i++) {
            if (issued(state, thread, i).isFence() && canPerform(state, thread, i)) {
                removeEntry(state, thread, i--);
            }
        }
    }

    private void removeEntry(byte[] state, int thread, int index) {
        int last = windowCount(state, thread) - 1;
        int entry = entry(thread, index);
        int end = entry(thread, last);
        System.arraycopy(state, entry + ENTRY_BYTES, state, entry, end - entry);
        for (int i = 0; i < ENTRY_BYTES; i++) {
            state[end + i] = 0;
        }
        state[base[thread] + 2] = (byte) last;
    }

    private int entry(int thread, int index) {
        return base[thread] + 3 + threads.get(thread).registerCount() + index * ENTRY_BYTES;
    }

    private static int instructionAt(byte[] state, int entry) {
        return (state[entry] & 0xff) << 8 | state[entry + 1] & 0xff;
    }

    private void setPc(byte[] state, int thread, int pc) {
        state[base[thread]] = (byte) (pc >> 8);
        state[base[thread] + 1] = (byte) pc;
    }

    /** The registers of one thread in one state. */
    private final class View implements Registers {
        private byte[] state = new byte[0];
        private int thread;
        private boolean mustWait;

        void look(byte[] state, int thread) {
            this.state = state;
            this.thread = thread;
        }

        @Override
        public int get(int register) {
            for (int i = windowCount(state, thread) - 1; i >= 0; i--) {
                if (issued(state, thread, i).target() == register) {
                    mustWait = true;
                    return 0;
                }
            }
            return state[base[thread] + 3 + register];
        }

        @Override
        public int ghost(int address) {
            return state[address];
        }
    }
}
