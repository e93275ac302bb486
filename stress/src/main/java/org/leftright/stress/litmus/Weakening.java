// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is taken away from the source's modes.
 *
 * @param modes the modes of some sites instead of their own
 */
record Weakening(Map<Site, Mode> modes) {
    static final Weakening NONE = new Weakening(Map.of());

    static Weakening of(Site site, Mode mode) {
        return NONE.and(site, mode);
    }

    Weakening and(Site site, Mode mode) {
        Map<Site, Mode> more = new EnumMap<>(Site.class);
        more.putAll(modes);
        more.put(site, mode);
        return new Weakening(more);
    }

    Weakening and(Weakening other) {
        Weakening both = this;
        for (Map.Entry<Site, Mode> each : other.modes.entrySet()) {
            both = both.and(each.getKey(), each.getValue());
        }
        return both;
    }

    /** A thread's accesses, some of which are weaker, gone, or two instead of one. */
    List<Instruction> applyTo(List<Step> thread) {
        List<Instruction> weaker = new ArrayList<>();
        for (Step step : thread) {
            Instruction java = step.instruction();
            Mode mode = step.site() == null ? null : modes.get(step.site());
            if (mode == null) {
                weaker.add(java);
            } else if (mode == Mode.NOT_ATOMIC) {
                weaker.add(Instruction.load(java.location(), java.sees(), java.mode()));
                weaker.add(Instruction.store(java.location(), java.stores(), java.mode()));
            } else if (mode != Mode.NONE) {
                weaker.add(java.with(mode));
            }
        }
        return weaker;
    }

    @Override
    public String toString() {
        return modes.isEmpty()
                ? "as shipped"
                : modes.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
