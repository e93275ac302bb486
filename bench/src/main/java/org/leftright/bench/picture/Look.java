// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import org.leftright.bench.strategy.StrategyKind;

/**
 * How a line looks, the same in every picture.
 *
 * @param colour of line and label
 * @param width of the line
 * @param dashed whether it is dashed
 */
record Look(Color colour, float width, boolean dashed) {
    private static final float THIN = 1.8f;
    private static final float THICK = 4f;

    /** The look of the control, the limit, and whatever else is no strategy. */
    static final Look REFERENCE = new Look(new Color(0x777777), THIN, true);

    static Look of(StrategyKind kind) {
        return switch (kind) {
            case LEFT_RIGHT, LEFT_RIGHT_TREE -> new Look(new Color(0xD62728), THICK, false);
            case CONCURRENT_HASH_MAP, SKIP_LIST -> new Look(new Color(0x111111), THICK, false);
            case SYNCHRONIZED_MAP -> new Look(new Color(0xE377C2), THIN, false);
            case READ_WRITE_LOCK -> new Look(new Color(0x8C564B), THIN, false);
            case STAMPED_LOCK -> new Look(new Color(0xFF7F0E), THIN, false);
            case SHARDED -> new Look(new Color(0xBC9A00), THIN, false);
            case SWAP_HASH_MAP -> new Look(new Color(0x1F77B4), THIN, false);
            case SWAP_AGRONA -> new Look(new Color(0x1F77B4), THIN, true);
            case OVERLAY -> new Look(new Color(0x17A2A2), THIN, false);
            case HASH_TRIE -> new Look(new Color(0x2CA02C), THIN, false);
            case NON_BLOCKING -> new Look(new Color(0x9467BD), THIN, false);
            case PLAIN -> REFERENCE;
        };
    }

    BasicStroke stroke() {
        return dashed
                ? new BasicStroke(
                        width,
                        BasicStroke.CAP_BUTT,
                        BasicStroke.JOIN_ROUND,
                        1,
                        new float[] {7, 5},
                        0)
                : new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }
}
