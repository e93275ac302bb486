// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users can see of this package. */
class ApiTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.leftright");

    private static List<JavaClass> publicClasses() {
        return CLASSES.stream().filter(ApiTest::isPublic).toList();
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ApiTest::isPublic).orElse(true);
    }

    @Test
    void everyPublicClassIsFinalOrAnInterface() {
        assertThat(publicClasses())
                .hasSizeGreaterThan(15)
                .allMatch(
                        type ->
                                type.isInterface()
                                        || type.getModifiers().contains(JavaModifier.FINAL));
    }

    @Test
    void publicSignaturesMentionTheJdkAndPublicTypesOfThisPackageOnly() {
        List<String> strangers = new ArrayList<>();
        for (JavaClass type : publicClasses()) {
            Stream.concat(type.getMethods().stream(), type.getConstructors().stream())
                    .filter(member -> isVisible(member.getModifiers()))
                    .forEach(member -> addStrangers(member, strangers));
            type.getFields().stream()
                    .filter(field -> isVisible(field.getModifiers()))
                    .forEach(field -> strangers.add("a visible field: " + field.getFullName()));
        }
        assertThat(strangers).isEmpty();
    }

    private static void addStrangers(JavaCodeUnit member, List<String> strangers) {
        List<JavaClass> mentioned =
                new ArrayList<>(member.getReturnType().getAllInvolvedRawTypes());
        member.getParameterTypes().forEach(p -> mentioned.addAll(p.getAllInvolvedRawTypes()));
        mentioned.addAll(member.getExceptionTypes());
        for (JavaClass type : mentioned) {
            JavaClass base = type.getBaseComponentType();
            boolean known =
                    base.isPrimitive()
                            || base.getPackageName().startsWith("java.")
                            || (base.getPackageName().equals("org.leftright") && isPublic(base));
            if (!known) {
                strangers.add(member.getFullName() + " mentions " + base.getName());
            }
        }
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC)
                        || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    @Test
    void onlyInterfacesAreMadeToBeImplemented() {
        assertThat(publicClasses())
                .filteredOn(JavaClass::isInterface)
                .extracting(JavaClass::getSimpleName)
                .contains("Op", "Lookup", "LongLookup", "LongObjConsumer");
    }

    @Test
    void nothingHereIsSynchronizedSoThatVirtualThreadsAreNotPinned() {
        assertThat(CLASSES.stream().flatMap(type -> type.getMethods().stream()))
                .noneMatch(m -> m.getModifiers().contains(JavaModifier.SYNCHRONIZED));
    }
}
