// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import org.jspecify.annotations.Nullable;

/**
 * One access of a shape.
 *
 * @param site its place in the source; null for a plain access, and for what the JDK does
 * @param instruction with the mode that it has there
 */
record Step(@Nullable Site site, Instruction instruction) {
    /** Reads a step as {@code shapes.txt} writes it, such as {@code "LIVE_STORE live := 1"}. */
    static Step parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length == 1) {
            Site fence = Site.valueOf(text);
            return new Step(fence, Instruction.fence(fence.mode()));
        }
        boolean isPlain = words[1].endsWith("=");
        int at = isPlain ? 0 : 1;
        Site site = isPlain || words[0].equals("volatile") ? null : Site.valueOf(words[0]);
        Mode mode = isPlain ? Mode.PLAIN : site == null ? Mode.VOLATILE : site.mode();
        String place = words[at];
        int last = Integer.parseInt(words[words.length - 1]);
        return new Step(
                site,
                switch (words[at + 1]) {
                    case "=" -> Instruction.load(place, last, mode);
                    case ":=" -> Instruction.store(place, last, mode);
                    default ->
                            Instruction.update(place, Integer.parseInt(words[at + 1]), last, mode);
                });
    }
}
