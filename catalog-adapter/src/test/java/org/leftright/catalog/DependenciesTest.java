// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Agrona's buffers and counters need JVM flags: the library must not touch them. */
class DependenciesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.leftright.catalog");

    @Test
    void usesOfAgronaTheCollectionsAndIdleStrategiesOnly() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.agrona..")
                                .and(not(resideInAPackage("org.agrona.collections")))
                                .and(not(simpleNameEndingWith("IdleStrategy"))))
                .check(CLASSES);
    }

    @Test
    void usesNoUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("sun.misc..").or(resideInAPackage("jdk.internal..")))
                .check(CLASSES);
    }
}
