// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.leftright.bench.demo.Machine;

/**
 * Where figures come from. Stands in each result file, and from there below each picture.
 *
 * @param machine the processors
 * @param system the operating system
 * @param java the Java runtime
 * @param date the day
 */
public record Provenance(String machine, String system, String java, String date) {
    /**
     * That of this JVM, now.
     *
     * @return machine, system, Java and date
     */
    public static Provenance here() {
        return new Provenance(
                Machine.processors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "JDK " + Runtime.version(),
                LocalDate.now(ZoneOffset.UTC).toString());
    }

    /**
     * Returns all of it in one line.
     *
     * @return for the foot of a picture or table
     */
    public String line() {
        return machine + ", " + system + ", " + java + ", " + date;
    }
}
