// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.datamodel.DataModel;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.CurrentLayouter;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * What different threads write, or one writes and all read, is 64 bytes away from the ends of its
 * object and from what else is written there, so 128 from the next object of its kind: on the JVM
 * that runs this, and on others as JOL models them.
 */
class LayoutTest {
    private static final int FAR = 64;

    private record Hot(Class<?> type, Set<String> fields) {}

    private static final List<Hot> HOT =
            List.of(
                    new Hot(LeftRight.class, Set.of("live")),
                    new Hot(
                            ReaderEpoch.class,
                            Set.of(
                                    "epoch",
                                    "loadedEpoch",
                                    "ownedEpoch",
                                    "version",
                                    "owner",
                                    "depth",
                                    "stalledEpoch",
                                    "hiddenEpoch",
                                    "hiddenNs",
                                    "nextReportNs")),
                    new Hot(LongTable.class, namesOfFields(LongTable.class.getSuperclass())),
                    new Hot(ObjectTable.class, namesOfFields(ObjectTable.class.getSuperclass())));

    private static Set<String> namesOfFields(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .collect(Collectors.toSet());
    }

    static Stream<Arguments> layouts() {
        List<Layouter> layouters = new ArrayList<>();
        layouters.add(new CurrentLayouter());
        for (int jdk : new int[] {17, 25}) {
            for (boolean shortReferences : new boolean[] {false, true}) {
                DataModel classic = new Model64(shortReferences, shortReferences);
                DataModel compact = new Model64_Lilliput(shortReferences, 8, false);
                layouters.add(new HotSpotLayouter(classic, jdk));
                layouters.add(new HotSpotLayouter(compact, jdk));
            }
        }
        return HOT.stream()
                .flatMap(
                        hot ->
                                layouters.stream()
                                        .map(
                                                layouter ->
                                                        Arguments.of(
                                                                hot.type().getSimpleName(),
                                                                layouter,
                                                                hot)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("layouts")
    void hotFieldsAreFarFromAllOthers(String name, Layouter layouter, Hot hot) {
        ClassLayout layout = layouter.layout(ClassData.parseClass(hot.type()));
        List<FieldLayout> fields = new ArrayList<>();
        List<FieldLayout> others = new ArrayList<>();
        for (FieldLayout field : layout.fields()) {
            if (hot.fields().contains(field.name())) {
                fields.add(field);
            } else if (!isPadding(field) && isWritten(field)) {
                others.add(field);
            }
        }
        assertThat(fields).hasSameSizeAs(hot.fields());
        for (FieldLayout field : fields) {
            long end = field.offset() + field.size();
            assertThat(field.offset())
                    .as(field.name() + " from the begin in\n" + layout.toPrintable())
                    .isGreaterThanOrEqualTo(FAR);
            assertThat(layout.instanceSize() - end)
                    .as(field.name() + " from the end in\n" + layout.toPrintable())
                    .isGreaterThanOrEqualTo(FAR);
            for (FieldLayout other : others) {
                long gap =
                        Math.max(
                                other.offset() - end,
                                field.offset() - other.offset() - other.size());
                assertThat(gap)
                        .as(field.name() + " from " + other.name())
                        .isGreaterThanOrEqualTo(FAR);
            }
        }
    }

    /** A final field next to a hot one does no harm: it is only read, by the same threads. */
    private static boolean isWritten(FieldLayout field) {
        try {
            Class<?> type = Class.forName("org.leftright." + field.classShortName());
            return !Modifier.isFinal(type.getDeclaredField(field.name()).getModifiers());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPadding(FieldLayout field) {
        return field.name().matches("[hp]\\d*");
    }
}
