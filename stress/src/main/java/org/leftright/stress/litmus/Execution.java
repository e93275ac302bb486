// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One way in which a litmus test's behaviour may have come about: its events, among them a store of
 * 0 to each location before all else, and which store each load read from. The names of sets and
 * relations are those of the cat language.
 */
final class Execution {
    final int size;

    /** Sets: loads, stores, updates, fences, initial stores. An update is in the first three. */
    final long reads;

    final long writes;
    final long updates;
    final long fences;
    final long initials;

    /** Program order, of all events of a thread; and the same between accesses of a location. */
    final Relation po;

    final Relation poLoc;

    /** Relates accesses of the same location. */
    final Relation loc;

    /** Relate events of the same thread, and of different ones; initial stores are external. */
    final Relation internal;

    final Relation external;

    /** Relates a store to the loads that read it. */
    final Relation rf;

    /** Relates the load to the store of an update that is two events. */
    final Relation rmw;

    // Dependencies
    final Relation addr;
    final Relation data;
    final Relation ctrl;

    /** What the locations hold in the end. */
    final SortedMap<String, Integer> finals;

    private final Event[] events;

    /** A thread of -1 is that of the initial stores. */
    private record Event(int thread, Instruction instruction) {}

    private Execution(
            Event[] events, SortedMap<String, Integer> finals, Relation[] threads, Relation rf) {
        this.events = events;
        this.finals = finals;
        this.size = events.length;
        this.rf = rf;
        this.rmw = threads[0];
        this.addr = threads[1];
        this.data = threads[2];
        this.ctrl = threads[3];
        this.reads = those(event -> event.instruction.isLoad());
        this.writes = those(event -> event.instruction.isStore());
        this.updates = those(event -> event.instruction.kind() == Instruction.Kind.UPDATE);
        this.fences = those(event -> event.instruction.kind() == Instruction.Kind.FENCE);
        this.initials = those(event -> event.thread < 0);
        Relation program = Relation.empty(size);
        Relation same = Relation.empty(size);
        Relation inThread = Relation.empty(size);
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                boolean together = events[a].thread == events[b].thread && !isInitial(a);
                inThread = together ? inThread.with(a, b) : inThread;
                program = together && a < b ? program.with(a, b) : program;
                same = locationOf(a).equals(locationOf(b)) && !isFence(a) ? same.with(a, b) : same;
            }
        }
        this.po = program;
        this.loc = same;
        this.poLoc = program.and(same);
        this.internal = inThread;
        this.external =
                Relation.cross(size, -1L >>> (64 - size), -1L >>> (64 - size)).minus(inThread);
    }

    /** Every execution in which each load reads a store of the value that it sees. */
    static List<Execution> of(Litmus test) {
        List<Event> events = new ArrayList<>();
        SortedMap<String, Integer> places = new TreeMap<>();
        for (List<Instruction> thread : test.threads()) {
            for (Instruction each : thread) {
                if (each.kind() != Instruction.Kind.FENCE
                        && places.putIfAbsent(each.location(), places.size()) == null) {
                    events.add(new Event(-1, Instruction.store(each.location(), 0, Mode.PLAIN)));
                }
            }
        }
        int[] begins = new int[test.threads().size()];
        for (int i = 0; i < begins.length; i++) {
            begins[i] = events.size();
            for (Instruction each : test.threads().get(i)) {
                events.add(new Event(i, each));
            }
        }
        Event[] all = events.toArray(new Event[0]);
        if (all.length > 64) {
            throw new IllegalArgumentException("a litmus test has at most 64 events");
        }
        List<Execution> executions = new ArrayList<>();
        readFrom(
                all,
                0,
                Relation.empty(all.length),
                rf ->
                        executions.add(
                                new Execution(all, test.finals(), inThreads(all, begins), rf)));
        return executions;
    }

    private static void readFrom(Event[] events, int load, Relation rf, Consumer<Relation> found) {
        if (load == events.length) {
            found.accept(rf);
            return;
        }
        Instruction reader = events[load].instruction;
        if (!reader.isLoad()) {
            readFrom(events, load + 1, rf, found);
            return;
        }
        for (int store = 0; store < events.length; store++) {
            Instruction writer = events[store].instruction;
            if (store != load
                    && writer.isStore()
                    && writer.location().equals(reader.location())
                    && (reader.sees() == Instruction.ANYTHING
                            || reader.sees() == writer.stores())) {
                readFrom(events, load + 1, rf.with(store, load), found);
            }
        }
    }

    /** rmw, addr, data, ctrl. */
    private static Relation[] inThreads(Event[] events, int[] begins) {
        Relation[] relations = new Relation[4];
        Arrays.fill(relations, Relation.empty(events.length));
        for (int b = 0; b < events.length; b++) {
            if (events[b].instruction.isExclusive()) {
                relations[0] = relations[0].with(b - 1, b);
            }
            for (Instruction.Dependency each : events[b].instruction.dependencies()) {
                int a = begins[events[b].thread] + each.load();
                switch (each.via()) {
                    case ADDRESS -> relations[1] = relations[1].with(a, b);
                    case DATA -> relations[2] = relations[2].with(a, b);
                    case CONTROL -> {
                        for (int c = b;
                                c < events.length && events[c].thread == events[b].thread;
                                c++) {
                            relations[3] = relations[3].with(a, c);
                        }
                    }
                }
            }
        }
        return relations;
    }

    private long those(Predicate<Event> predicate) {
        long set = 0;
        for (int i = 0; i < size; i++) {
            set |= predicate.test(events[i]) ? 1L << i : 0;
        }
        return set;
    }

    /** The events of a mode; the initial stores have none. */
    long of(Mode mode) {
        return those(event -> event.thread >= 0 && event.instruction.mode() == mode);
    }

    long storesTo(String location) {
        return writes & those(event -> event.instruction.location().equals(location));
    }

    List<String> locations() {
        return Arrays.stream(events)
                .filter(event -> event.thread < 0)
                .map(event -> event.instruction.location())
                .toList();
    }

    boolean isInitial(int event) {
        return events[event].thread < 0;
    }

    int valueOf(int store) {
        return events[store].instruction.stores();
    }

    private String locationOf(int event) {
        return events[event].instruction.location();
    }

    private boolean isFence(int event) {
        return events[event].instruction.kind() == Instruction.Kind.FENCE;
    }

    /** {@code fr}, given a coherence order. */
    Relation fromReads(Relation co) {
        return rf.inverse().then(co).minusId();
    }
}
