// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of {@code package-info}: which file may name which. A base may name what it permits.
 */
class RoomsTest {
    /** What every room may name. */
    private static final Set<String> GROUND =
            Set.of("Padding", "LongObjConsumer", "LongObjFunction", "LongObjPredicate");

    private static final Set<String> OBSERVING =
            Set.of(
                    "Counters",
                    "Events",
                    "JfrEvents",
                    "RebuildReason",
                    "Stats",
                    "StatsRecord",
                    "Straggler");

    private static final Set<String> TABLES =
            Set.of(
                    "Bin",
                    "Entries",
                    "IdSet",
                    "IdSetLog",
                    "IdSetTable",
                    "LongTable",
                    "LongTableFields",
                    "Node",
                    "NodeIterator",
                    "ObjectTable",
                    "ObjectTableFields",
                    "TableLog",
                    "TouchLog");

    private static final Set<String> PROTOCOL =
            Set.of(
                    "AbstractChanges",
                    "AbstractLeftRight",
                    "GracePeriod",
                    "Held",
                    "KeptVersion",
                    "LeftRight",
                    "LeftRightBuilder",
                    "Live",
                    "LiveField",
                    "LongLookup",
                    "LongPairLookup",
                    "Lookup",
                    "Op",
                    "OpList",
                    "Oplog",
                    "Preview",
                    "Reader",
                    "ReaderEpoch",
                    "ReaderEpochFields",
                    "ReaderRegistry",
                    "RefreshListener",
                    "ReplayCheck",
                    "Section",
                    "Side",
                    "Snapshot",
                    "Version",
                    "Writer",
                    "WriterGuard",
                    "WriterLock",
                    "WriterOptions");

    /** Files that are read together, and may name each other. */
    private static final List<Set<String>> UNITS =
            List.of(
                    Set.of("Events", "JfrEvents"),
                    Set.of("Reader", "ReaderRegistry", "Section"),
                    Set.of("Held", "KeptVersion", "Preview"),
                    Set.of("LeftRight", "LeftRightBuilder"),
                    Set.of("LeftRightMap", "LeftRightMapBuilder", "ReadHandle"),
                    Set.of("LeftRightLongMap", "LeftRightLongMapBuilder", "LongReadHandle"),
                    Set.of(
                            "LeftRightGroup",
                            "LeftRightGroupBuilder",
                            "GroupChanges",
                            "GroupIdSets",
                            "GroupLongMap",
                            "GroupMap",
                            "GroupMember",
                            "GroupReadHandle",
                            "GroupView",
                            "GroupWriteHandle"));

    private static final Map<String, Set<String>> NAMED = named();

    private static Map<String, Set<String>> named() {
        Map<String, Set<String>> named = new TreeMap<>();
        Iterable<JavaClass> classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.leftright");
        for (JavaClass origin : classes) {
            Set<String> names = named.computeIfAbsent(file(origin), file -> new TreeSet<>());
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().equals("org.leftright")) {
                    names.add(file(target));
                }
            }
        }
        named.forEach((file, names) -> names.remove(file));
        return named;
    }

    private static String file(JavaClass javaClass) {
        return javaClass
                .getBaseComponentType()
                .getName()
                .replaceFirst("^org\\.leftright\\.", "")
                .replaceFirst("\\$.*", "");
    }

    private static List<String> namedBy(Set<String> room, Set<String> mayBeNamed) {
        List<String> wrong = new ArrayList<>();
        for (String file : room) {
            for (String name : NAMED.getOrDefault(file, Set.of("no such file"))) {
                if (!room.contains(name) && !mayBeNamed.contains(name) && !GROUND.contains(name)) {
                    wrong.add(file + " names " + name);
                }
            }
        }
        return wrong;
    }

    @Test
    void eachRoomNamesOnlyWhatStandsBelowIt() {
        assertThat(namedBy(GROUND, Set.of())).isEmpty();
        assertThat(namedBy(OBSERVING, Set.of())).isEmpty();
        assertThat(namedBy(TABLES, Set.of())).isEmpty();
        assertThat(namedBy(PROTOCOL, OBSERVING)).isEmpty();
    }

    @Test
    void noFileNamesItselfByWayOfOthersButInItsUnit() {
        Set<String> circles = new TreeSet<>();
        for (String file : NAMED.keySet()) {
            Set<String> reached = new TreeSet<>();
            reach(file, unitOf(file), reached);
            if (reached.contains(file)) {
                circles.add(file);
            }
        }
        assertThat(circles).isEmpty();
    }

    private static Set<String> unitOf(String file) {
        return UNITS.stream().filter(unit -> unit.contains(file)).findFirst().orElse(Set.of(file));
    }

    /** Adds what leads out of the file's unit and, if anything leads back, the file. */
    private static void reach(String from, Set<String> unit, Set<String> reached) {
        Stream<String> names = unit.stream().flatMap(member -> named(member, unit));
        names.forEach(name -> walk(name, from, unit, reached));
    }

    private static Stream<String> named(String member, Set<String> unit) {
        return NAMED.getOrDefault(member, Set.of()).stream().filter(name -> !unit.contains(name));
    }

    private static void walk(String name, String from, Set<String> unit, Set<String> reached) {
        if (unit.contains(name)) {
            reached.add(from);
        } else if (reached.add(name)) {
            NAMED.getOrDefault(name, Set.of()).forEach(next -> walk(next, from, unit, reached));
        }
    }
}
