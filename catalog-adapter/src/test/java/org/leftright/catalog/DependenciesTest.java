// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The adapter stands on the core, not on what the core stands on; catalogs do not need Kafka. */
class DependenciesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(
                            "org.leftright.catalog", "org.leftright.kafka", "org.leftright.meters");

    @Test
    void usesNothingOfAgrona() {
        noClasses().should().dependOnClassesThat(resideInAPackage("org.agrona..")).check(CLASSES);
    }

    @Test
    void usesNoUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("sun.misc..").or(resideInAPackage("jdk.internal..")))
                .check(CLASSES);
    }

    @Test
    void catalogsDoNotNeedKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.leftright.kafka")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.apache.kafka..")
                                .or(resideInAPackage("org.leftright.kafka")))
                .check(CLASSES);
    }
}
