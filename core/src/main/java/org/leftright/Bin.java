// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket with many keys holds instead of a chain: a sorted array of its nodes, which never
 * changes. It stands in the value of a node of its own. A write copies the array.
 *
 * <p>The nodes are sorted by hash. A few of one hash are searched one by one, as in a chain. More
 * are sorted by {@code compareTo} if all their keys are of one class that compares with itself,
 * which holds exactly if the first and the last are; else they, too, are searched one by one.
 */
final class Bin {
    /** The most nodes of a chain, and of one hash in a bin, that are searched one by one. */
    static final int LONGEST_CHAIN = 8;

    /** Whether a class is {@code Comparable} of itself: so {@code ConcurrentHashMap} asks, too. */
    private static final ClassValue<Boolean> COMPARES =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    return Arrays.stream(type.getGenericInterfaces())
                            .anyMatch(
                                    of ->
                                            of instanceof ParameterizedType interfaceType
                                                    && interfaceType.getRawType()
                                                            == Comparable.class
                                                    && interfaceType.getActualTypeArguments()[0]
                                                            == type);
                }
            };

    private Bin() {}

    /** Sorts nodes into a bin. Calls {@code compareTo}. */
    static <K, V> Node<K, V> of(Node<K, V>[] nodes) {
        sort(nodes);
        return ofSorted(nodes);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a bin has no key
    static <K, V> Node<K, V> ofSorted(Node<K, V>[] nodes) {
        return new Node<>(Node.BIN, null, (V) nodes, null);
    }

    @SuppressWarnings("unchecked")
    static <K, V> Node<K, V>[] nodesOf(Node<K, V> bin) {
        return (Node<K, V>[]) bin.value;
    }

    static <K, V> @Nullable Node<K, V> find(Node<K, V> bin, Object key, int hash) {
        Node<K, V>[] nodes = nodesOf(bin);
        int i = indexOf(nodes, key, hash);
        return i < 0 ? null : nodes[i];
    }

    private static <K, V> int indexOf(Node<K, V>[] nodes, Object key, int hash) {
        int from = firstOf(nodes, hash);
        int to = endOf(nodes, hash);
        if (isSorted(nodes, from, to, key)) {
            int i = firstNotLess(nodes, from, to, key);
            for (; i < to && compare(nodes[i].key, key) == 0; i++) {
                if (nodes[i].hasKey(key, hash)) {
                    return i;
                }
            }
            return -1;
        }
        for (int i = from; i < to; i++) {
            if (nodes[i].hasKey(key, hash)) {
                return i;
            }
        }
        return -1;
    }

    /** Finds the first node whose hash is not less. */
    private static <K, V> int firstOf(Node<K, V>[] nodes, int hash) {
        int low = 0;
        int high = nodes.length;
        if (nodes[0].hash >= hash) {
            return 0;
        }
        if (nodes[high - 1].hash < hash) {
            return high; // all of one hash: the usual reason for a bin
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (nodes[middle].hash < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the index behind the last node of that hash. */
    private static <K, V> int endOf(Node<K, V>[] nodes, int hash) {
        return hash == Integer.MAX_VALUE ? nodes.length : firstOf(nodes, hash + 1);
    }

    private static <K, V> boolean isSorted(Node<K, V>[] nodes, int from, int to, Object key) {
        Class<?> type = key.getClass();
        return to - from > LONGEST_CHAIN
                && nodes[from].key.getClass() == type
                && nodes[to - 1].key.getClass() == type
                && COMPARES.get(type);
    }

    private static <K, V> int firstNotLess(Node<K, V>[] nodes, int from, int to, Object key) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(nodes[middle].key, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** A bin with one more node, whose key is not in it. */
    static <K, V> Node<K, V> with(Node<K, V> bin, Node<K, V> node) {
        Node<K, V>[] nodes = nodesOf(bin);
        int from = firstOf(nodes, node.hash);
        int to = endOf(nodes, node.hash);
        int at = to;
        if (isSorted(nodes, from, to, node.key)) {
            at = firstNotLess(nodes, from, to, node.key);
        } else if (from < to && isMixed(nodes, from, to)) {
            at = from + 1; // first and last stay of different classes
        }
        Node<K, V>[] more = Arrays.copyOf(nodes, nodes.length + 1);
        System.arraycopy(nodes, at, more, at + 1, nodes.length - at);
        more[at] = node;
        if (to - from == LONGEST_CHAIN) {
            sortEqualHashes(more, from, to + 1);
        }
        return ofSorted(more);
    }

    /** The nodes of a bin without one of them. */
    static <K, V> Node<K, V>[] without(Node<K, V> bin, Node<K, V> node) {
        Node<K, V>[] nodes = nodesOf(bin);
        int from = firstOf(nodes, node.hash);
        int to = endOf(nodes, node.hash);
        int at = indexOf(nodes, from, node);
        Node<K, V>[] fewer = Arrays.copyOf(nodes, nodes.length - 1);
        System.arraycopy(nodes, at + 1, fewer, at, fewer.length - at);
        if (isMixed(nodes, from, to)) {
            sortEqualHashes(fewer, from, to - 1); // those that are left may be of one class
        }
        return fewer;
    }

    /** A bin with another node in the place of one, with the same key. */
    static <K, V> Node<K, V> replaced(Node<K, V> bin, Node<K, V> old, Node<K, V> node) {
        Node<K, V>[] nodes = nodesOf(bin).clone();
        nodes[indexOf(nodes, firstOf(nodes, old.hash), old)] = node;
        return ofSorted(nodes);
    }

    @SuppressWarnings("ReferenceEquality") // this very node; its equals would call user code
    private static <K, V> int indexOf(Node<K, V>[] nodes, int from, Node<K, V> node) {
        int at = from;
        while (nodes[at] != node) {
            at++;
        }
        return at;
    }

    private static <K, V> void sort(Node<K, V>[] nodes) {
        Arrays.sort(nodes, (one, other) -> Integer.compare(one.hash, other.hash));
        for (int from = 0; from < nodes.length; ) {
            int to = endOf(nodes, nodes[from].hash);
            sortEqualHashes(nodes, from, to);
            from = to;
        }
    }

    /** Keys of one comparable class by their order; of several, so that first and last differ. */
    private static <K, V> void sortEqualHashes(Node<K, V>[] nodes, int from, int to) {
        if (to - from <= LONGEST_CHAIN) {
            return; // these need no order
        }
        Class<?> type = nodes[from].key.getClass();
        int foreign = from;
        while (foreign < to && nodes[foreign].key.getClass() == type) {
            foreign++;
        }
        if (foreign < to) {
            Node<K, V> last = nodes[to - 1];
            nodes[to - 1] = nodes[foreign];
            nodes[foreign] = last;
        } else if (COMPARES.get(type)) {
            Arrays.sort(nodes, from, to, (one, other) -> compare(one.key, other.key));
        }
    }

    private static <K, V> boolean isMixed(Node<K, V>[] nodes, int from, int to) {
        return nodes[from].key.getClass() != nodes[to - 1].key.getClass();
    }
}
