// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog.docs;

import java.nio.file.Path;
import java.util.List;

/**
 * A piece of code in a document.
 *
 * @param document the file
 * @param line the number of its first line there
 * @param language what follows the fence, or {@code java}
 * @param continues whether it is of one method with the block before it
 * @param lines the code
 */
record Block(Path document, int line, String language, boolean continues, List<String> lines) {
    boolean isJava() {
        return language.equals("java");
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }
}
