// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * A piece of code in a document.
 *
 * @param document the file
 * @param line the number of its first line there
 * @param language the first word behind the fence, or {@code java}
 * @param file the word behind the language: the file that the code is copied from; empty if none
 * @param continues whether it is of one method with the block before it
 * @param lines the code
 */
record Block(
        Path document,
        int line,
        String language,
        String file,
        boolean continues,
        List<String> lines) {
    /** Whether it is code to be run as it stands. */
    boolean isJava() {
        return language.equals("java") && !isCopied();
    }

    /** Whether it is part of a file that is compiled and run elsewhere. */
    boolean isCopied() {
        return !file.isEmpty();
    }

    /** Whether the file that it is copied from has these lines, one after the other. */
    boolean isInItsFile() {
        return Collections.indexOfSubList(Documents.lines(Path.of(file)), lines) >= 0;
    }

    @Override
    public String toString() {
        return document + ":" + line;
    }
}
