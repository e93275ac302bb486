// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A litmus test of the protocol: what a few threads do and see, which together must not be. {@code
 * shapes.txt} has them all, and describes how they are written.
 *
 * @param name for the table
 * @param wrong the invariant that the outcome breaks, and how
 * @param threads the steps of each thread
 */
record Shape(String name, String wrong, List<List<Step>> threads) {
    static final List<Shape> ALL = read();

    private static List<Shape> read() {
        List<Shape> shapes = new ArrayList<>();
        try (InputStream in = Shape.class.getResourceAsStream("/shapes.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            for (String line :
                    text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
                String[] head = line.split(" \\| ", 2);
                if (head.length == 2) {
                    shapes.add(new Shape(head[0], head[1], new ArrayList<>()));
                } else {
                    List<Step> steps =
                            Arrays.stream(line.split(", ", -1)).map(Step::parse).toList();
                    shapes.get(shapes.size() - 1).threads.add(steps);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(shapes);
    }

    static Shape named(String name) {
        return ALL.stream()
                .filter(shape -> shape.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no shape is named " + name));
    }

    Set<Site> sites() {
        Set<Site> sites = EnumSet.noneOf(Site.class);
        for (List<Step> thread : threads) {
            for (Step step : thread) {
                if (step.site() != null) {
                    sites.add(step.site());
                }
            }
        }
        return sites;
    }

    /** The shape in Java's access modes, with something taken away. */
    Litmus java(Weakening weakening) {
        return Litmus.of(threads.stream().map(weakening::applyTo).toList());
    }

    /** The shape in AArch64's instructions, with something taken away. */
    Litmus aarch64(Weakening weakening, HotSpot... jvms) {
        List<List<Instruction>> java = java(weakening).threads();
        return Litmus.of(
                java.stream().map(thread -> jvms[java.indexOf(thread)].compile(thread)).toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
