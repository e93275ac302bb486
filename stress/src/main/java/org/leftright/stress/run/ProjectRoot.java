// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's root: the twins are made from the library's sources. */
public final class ProjectRoot {
    private ProjectRoot() {}

    /**
     * Goes upwards from the current folder, or from the system property {@code leftright.root}.
     *
     * @return the root
     * @throws IllegalStateException if this does not run inside the project
     */
    public static Path find() {
        String given = System.getProperty("leftright.root");
        Path folder = Path.of(given != null ? given : "").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("core/src/main/java/org/leftright"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "run this inside the project: the library's sources are needed");
            }
        }
        return folder;
    }
}
