// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.leftright.Misuse.noElement;
import static org.leftright.Misuse.none;
import static org.leftright.Misuse.unsupported;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What one must not do with a snapshot, with asMap(), and with a view in its section. */
class ViewMisuseTest extends MisuseTests {
    private static final String NO_NULL_KEYS = "no null keys";

    static Stream<Misuse> misuses() {
        return Stream.of(
                        maps("snapshot", t -> t.map.snapshot()),
                        maps("asMap", t -> t.map.asMap()),
                        longMaps("snapshot", t -> t.longs.snapshot()),
                        longMaps("asMap", t -> t.longs.asMap()),
                        sections())
                .flatMap(cases -> cases);
    }

    private static Stream<Misuse> maps(
            String name, Function<Misuse.Fixture, Map<String, Integer>> map) {
        return Stream.of(
                unsupported(name + ".put", t -> map.apply(t).put("milk", 1)),
                unsupported(name + ".putAll", t -> map.apply(t).putAll(Map.of("milk", 1))),
                unsupported(name + ".putIfAbsent", t -> map.apply(t).putIfAbsent("milk", 1)),
                unsupported(name + ".remove", t -> map.apply(t).remove("tea")),
                unsupported(name + ".remove of an entry", t -> map.apply(t).remove("tea", 1)),
                unsupported(name + ".replace", t -> map.apply(t).replace("tea", 2)),
                unsupported(name + ".compute", t -> map.apply(t).compute("tea", (k, v) -> 2)),
                unsupported(
                        name + ".computeIfAbsent",
                        t -> map.apply(t).computeIfAbsent("milk", k -> 2)),
                unsupported(name + ".merge", t -> map.apply(t).merge("tea", 1, Integer::sum)),
                unsupported(name + ".replaceAll", t -> map.apply(t).replaceAll((k, v) -> 2)),
                unsupported(name + ".clear", t -> map.apply(t).clear()),
                unsupported(name + ".keySet().remove", t -> map.apply(t).keySet().remove("tea")),
                unsupported(name + ".values().remove", t -> map.apply(t).values().remove(1)),
                unsupported(
                        name + ".entrySet().removeIf",
                        t -> map.apply(t).entrySet().removeIf(entry -> true)),
                unsupported(
                        name + ", Iterator.remove",
                        t -> {
                            Iterator<?> iterator = map.apply(t).values().iterator();
                            iterator.next();
                            iterator.remove();
                        }),
                unsupported(
                        name + ", Entry.setValue",
                        t -> map.apply(t).entrySet().iterator().next().setValue(2)),
                none(name + ".get(null)", NO_NULL_KEYS, t -> map.apply(t).get(null)),
                none(
                        name + ".containsKey(null)",
                        NO_NULL_KEYS,
                        t -> map.apply(t).containsKey(null)),
                noElement(
                        name + ", an iterator past the end",
                        t -> {
                            Iterator<?> iterator = map.apply(t).keySet().iterator();
                            iterator.next();
                            iterator.next();
                        }));
    }

    private static Stream<Misuse> longMaps(
            String name, Function<Misuse.Fixture, Map<Long, String>> map) {
        return Stream.of(
                unsupported(name + ".put, long", t -> map.apply(t).put(8L, "")),
                unsupported(name + ".remove, long", t -> map.apply(t).remove(7L)),
                unsupported(name + ".merge, long", t -> map.apply(t).merge(7L, "", (a, b) -> a)),
                unsupported(name + ".clear, long", t -> map.apply(t).clear()),
                unsupported(name + ".keySet().clear, long", t -> map.apply(t).keySet().clear()),
                unsupported(
                        name + ", Entry.setValue, long",
                        t -> map.apply(t).entrySet().iterator().next().setValue("")));
    }

    private static Stream<Misuse> sections() {
        return Stream.of(
                none("get(null) in a section", NO_NULL_KEYS, t -> t.map.read(v -> v.get(null))),
                none(
                        "getOrDefault(null) in a section",
                        NO_NULL_KEYS,
                        t -> t.map.read(v -> v.getOrDefault(null, 1))),
                none(
                        "containsKey(null) in a section",
                        NO_NULL_KEYS,
                        t -> t.map.read(v -> v.containsKey(null))),
                none("get(null)", NO_NULL_KEYS, t -> t.map.get(null)),
                none("getOrDefault(null)", NO_NULL_KEYS, t -> t.map.getOrDefault(null, 1)),
                none("containsKey(null)", NO_NULL_KEYS, t -> t.map.containsKey(null)),
                unsupported(
                        "Iterator.remove in a section",
                        t ->
                                t.map.<Object>read(
                                        view -> {
                                            Iterator<?> iterator = view.iterator();
                                            iterator.next();
                                            iterator.remove();
                                            return view;
                                        })));
    }
}
