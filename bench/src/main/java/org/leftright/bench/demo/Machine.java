// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
public final class Machine {
    private Machine() {}

    /**
     * Returns the processor and how many of it this process may use.
     *
     * @return for instance 2 x its name
     */
    public static String processors() {
        return Runtime.getRuntime().availableProcessors() + " x " + processorName();
    }

    private static String processorName() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }

    /**
     * Returns the operating system.
     *
     * @return its name and version
     */
    public static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    /**
     * Returns the Java runtime.
     *
     * @return its name and version
     */
    public static String java() {
        return System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    /** Returns the heap's limit and the collectors. */
    static String heap() {
        return Quantiles.number((double) Runtime.getRuntime().maxMemory())
                + "B at most, "
                + ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", "));
    }
}
