// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from objects to objects, one side of a {@link LeftRightMap}: an array of buckets,
 * each an immutable chain of {@link Node}s. A write makes a new chain for its bucket and stores
 * that in the array. A bucket with more than eight nodes is a {@link Bin}.
 *
 * <p>One thread may change it at a time. Meanwhile others may {@link #find} in its array: what they
 * find is a node that the bucket had at some time, or none. It ends, since chains have no cycles
 * and never change; and it shows whole keys of any class, see {@link Node}. Whether what it found
 * may be used is for the caller to decide.
 *
 * <p>All code of the user, {@code hashCode}, {@code equals} and {@code compareTo}, runs before
 * anything is changed, and so does every allocation: an op that throws has changed nothing.
 */
final class ObjectTable<K, V> extends ObjectTableFields<K, V> implements Entries<K, V> {
    /** The longest array of buckets. */
    private static final int MAX_CAPACITY = 1 << 30;

    private static final int MIN_CAPACITY = 8;

    /** A bin with fewer nodes becomes a chain. */
    private static final int SMALLEST_BIN = 7;

    static final String NULL_VALUE = "value: this map takes no null values; remove the key";

    /** A table that holds less than this part of what it could is made smaller. */
    private static final int SHRINK_RATIO = 8;

    /** What it is never shrunk below. */
    private final int leastCapacity;

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    /** Makes an empty table that takes so many entries before it grows. */
    ObjectTable(int expectedSize, TouchLog log) {
        super(newBuckets(capacityFor(expectedSize)), 0, log);
        this.leastCapacity = buckets.length;
    }

    private ObjectTable(ObjectTable<K, V> from) {
        super(from.buckets.clone(), from.size, from.log);
        this.leastCapacity = from.leastCapacity;
    }

    // ---------------------------------------------------------------- reads

    /** The hash of a key that is not null. Calls {@code hashCode}. */
    static int hashOf(Object key) {
        int hash = Objects.requireNonNull(key, "key: this map takes no null keys").hashCode();
        return (hash ^ hash >>> 16) & Integer.MAX_VALUE;
    }

    /**
     * The node of a key in an array of buckets that may be changed meanwhile.
     *
     * @return null if there is none
     */
    static <K, V> @Nullable Node<K, V> find(@Nullable Node<K, V>[] buckets, Object key, int hash) {
        Node<K, V> node = buckets[hash & (buckets.length - 1)];
        if (node != null) {
            if (node.hasKey(key, hash)) {
                return node;
            }
            if (node.hash == Node.BIN) {
                return Bin.find(node, key, hash);
            }
            while ((node = node.next) != null) {
                if (node.hasKey(key, hash)) {
                    return node;
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable V get(Object key) {
        Node<K, V> node = find(buckets, key, hashOf(key));
        return node != null ? node.value : null;
    }

    @Override
    public int size() {
        return size;
    }

    /** How many buckets there are. */
    int capacity() {
        return buckets.length;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (Node<K, V> head : buckets) {
            if (head != null && head.hash == Node.BIN) {
                for (Node<K, V> node : Bin.nodesOf(head)) {
                    action.accept(node.key, node.value);
                }
            } else {
                for (Node<K, V> node = head; node != null; node = node.next) {
                    action.accept(node.key, node.value);
                }
            }
        }
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new NodeIterator<>(buckets);
    }

    // ---------------------------------------------------------------- writes

    /**
     * Gives a key a value. If an equal key is there, that one stays; if it has this very value,
     * nothing changes.
     *
     * @return the value it had, or null if it had none
     */
    @Nullable V put(K key, V value) {
        int hash = hashOf(key);
        Node<K, V> old = find(buckets, key, hash);
        if (old != null) {
            if (old.value != value) {
                replace(old, new Node<>(hash, old.key, value, null));
            }
            return old.value;
        }
        if (size >= limitOf(buckets.length)) {
            resize(capacityFor(size + 1));
        } else {
            shrinkIfTooLarge();
        }
        int i = indexOf(hash);
        set(i, link(buckets[i], hash, key, value), 1);
        return null;
    }

    /**
     * Removes a key and its value.
     *
     * @return the value it had, or null if it had none
     */
    @Nullable V remove(Object key) {
        int hash = hashOf(key);
        Node<K, V> old = find(buckets, key, hash);
        if (old == null) {
            return null;
        }
        if (shrinkIfTooLarge()) {
            old = Objects.requireNonNull(find(buckets, key, hash)); // perhaps made again
        }
        int i = indexOf(hash);
        Node<K, V> head = bucketAt(i);
        set(i, head.hash == Node.BIN ? smaller(head, old) : spliced(head, old, null), -1);
        return old.value;
    }

    private void replace(Node<K, V> found, Node<K, V> node) {
        Node<K, V> old = found;
        if (shrinkIfTooLarge()) {
            old = Objects.requireNonNull(find(buckets, node.key, node.hash)); // perhaps made again
        }
        int i = indexOf(old.hash);
        Node<K, V> head = bucketAt(i);
        set(i, head.hash == Node.BIN ? Bin.replaced(head, old, node) : spliced(head, old, node), 0);
    }

    private Node<K, V> bucketAt(int i) {
        return Objects.requireNonNull(buckets[i]);
    }

    /** A chain without a node, or with another in its place; what follows that is shared. */
    @SuppressWarnings("ReferenceEquality") // this very node; its equals would call user code
    private static <K, V> @Nullable Node<K, V> spliced(
            Node<K, V> head, Node<K, V> old, @Nullable Node<K, V> instead) {
        Node<K, V> chain =
                instead == null
                        ? old.next
                        : new Node<>(instead.hash, instead.key, instead.value, old.next);
        for (Node<K, V> node = head; node != old; node = Objects.requireNonNull(node.next)) {
            chain = new Node<>(node.hash, node.key, node.value, chain);
        }
        return chain;
    }

    /** A bucket with one more node, whose key is not in it. */
    private static <K, V> Node<K, V> link(@Nullable Node<K, V> head, int hash, K key, V value) {
        if (head != null && head.hash == Node.BIN) {
            return Bin.with(head, new Node<>(hash, key, value, null));
        }
        int count = 0;
        for (Node<K, V> node = head; node != null; node = node.next) {
            count++;
        }
        if (count < Bin.LONGEST_CHAIN) {
            return new Node<>(hash, key, value, head);
        }
        Node<K, V>[] nodes = newNodes(count + 1);
        nodes[count] = new Node<>(hash, key, value, null);
        for (Node<K, V> node = head; node != null; node = node.next) {
            nodes[--count] = new Node<>(node.hash, node.key, node.value, null);
        }
        return Bin.of(nodes);
    }

    /** A bucket of these nodes, in any order. */
    private static <K, V> @Nullable Node<K, V> bucketOf(List<Node<K, V>> nodes) {
        return nodes.size() > Bin.LONGEST_CHAIN
                ? Bin.of(nodes.toArray(newNodes(nodes.size())))
                : chainOf(nodes);
    }

    private static <K, V> @Nullable Node<K, V> chainOf(List<Node<K, V>> nodes) {
        Node<K, V> chain = null;
        for (Node<K, V> node : nodes) {
            chain = new Node<>(node.hash, node.key, node.value, chain);
        }
        return chain;
    }

    /** What a bin becomes that has lost a node. */
    private static <K, V> @Nullable Node<K, V> smaller(Node<K, V> bin, Node<K, V> node) {
        Node<K, V>[] nodes = Bin.without(bin, node);
        return nodes.length >= SMALLEST_BIN ? Bin.ofSorted(nodes) : chainOf(Arrays.asList(nodes));
    }

    /** Logs the index, then changes it: from here on nothing fails. */
    private void set(int i, @Nullable Node<K, V> bucket, int more) {
        log.touchByOp(i, buckets.length);
        buckets[i] = bucket; // plain: released by the store of live, or raced and then discarded
        size += more;
    }

    /**
     * Replaces each value by what a function makes of the key and the value. The function is called
     * for all entries before anything is changed.
     */
    void replaceAll(BiFunction<? super K, ? super V, ? extends V> fn) {
        changeAll(
                node -> {
                    V value = Objects.requireNonNull(fn.apply(node.key, node.value), NULL_VALUE);
                    return value == node.value
                            ? node
                            : new Node<>(node.hash, node.key, value, null);
                });
    }

    /**
     * Removes the entries that a predicate names. It is asked for all entries before anything is
     * changed.
     *
     * @return how many were removed
     */
    int removeIf(BiPredicate<? super K, ? super V> predicate) {
        int before = size;
        changeAll(node -> predicate.test(node.key, node.value) ? null : node);
        return before - size;
    }

    /** Makes the changed buckets first, and then stores them. */
    @SuppressWarnings("ReferenceEquality") // the very node: nothing was changed
    private void changeAll(Function<Node<K, V>, @Nullable Node<K, V>> change) {
        IntArrayList indexes = new IntArrayList();
        List<@Nullable Node<K, V>> changed = new ArrayList<>();
        List<Node<K, V>> kept = new ArrayList<>();
        int opCount = 0;
        int removedCount = 0;
        boolean isFirst = isFirstChange();
        for (int i = 0; i < buckets.length; i++) {
            Node<K, V> head = buckets[i];
            if (head != null) {
                kept.clear();
                int ops = 0;
                int count = 0;
                for (Node<K, V> node : nodesOf(head)) {
                    Node<K, V> now = change.apply(node);
                    ops += now == node ? 0 : 1;
                    count++;
                    if (now != null) {
                        kept.add(now);
                    }
                }
                if (ops > 0) {
                    indexes.addInt(i);
                    changed.add(bucketOf(kept));
                    opCount += ops;
                    removedCount += count - kept.size();
                }
            }
        }
        for (int k = 0; k < indexes.size(); k++) {
            log.touch(indexes.getInt(k), buckets.length); // all of them, before the first store
        }
        log.countOps(opCount);
        for (int k = 0; k < indexes.size(); k++) {
            buckets[indexes.getInt(k)] = changed.get(k);
        }
        size -= removedCount;
        if (isFirst && opCount > 0) {
            shrink();
        }
    }

    /** The nodes of a bucket; not to be changed. */
    Node<K, V>[] nodesAt(int bucket) {
        Node<K, V> head = buckets[bucket];
        return head == null ? newNodes(0) : nodesOf(head);
    }

    /** The nodes of a bucket, in an array of their own if it is a chain. */
    private static <K, V> Node<K, V>[] nodesOf(Node<K, V> head) {
        if (head.hash == Node.BIN) {
            return Bin.nodesOf(head);
        }
        int count = 0;
        for (Node<K, V> node = head; node != null; node = node.next) {
            count++;
        }
        Node<K, V>[] nodes = newNodes(count);
        count = 0;
        for (Node<K, V> node = head; node != null; node = node.next) {
            nodes[count++] = node;
        }
        return nodes;
    }

    /** Entries of a bulk load follow: their indexes are not worth a log. */
    void beginLoad(int expectedCount) {
        ensureCapacity((int) Math.min(Integer.MAX_VALUE, (long) size + expectedCount));
        log.touchAll();
    }

    /** Never fails. */
    void clear() {
        if (size > 0) {
            log.touchAll();
            log.countOps(1);
            try {
                buckets = newBuckets(leastCapacity);
            } catch (OutOfMemoryError ignored) {
                Arrays.fill(buckets, null);
            }
            size = 0;
        }
    }

    /** Grows now if that is needed for so many entries, so that the puts up to there need not. */
    void ensureCapacity(int expectedSize) {
        int capacity = capacityFor(expectedSize);
        if (capacity > buckets.length) {
            resize(capacity);
        }
    }

    /**
     * Shrinks the table at the first change of a batch, if what was removed before has left it too
     * large. So a table shrinks once in a batch at most, and grows again only when it holds twice
     * as much at least.
     */
    private boolean shrinkIfTooLarge() {
        return isFirstChange() && shrink();
    }

    /** Whether nothing is pending, nor a load has made room. */
    private boolean isFirstChange() {
        return log.opCount() == 0 && !log.isAll();
    }

    private boolean shrink() {
        if (buckets.length == leastCapacity || size >= limitOf(buckets.length) / SHRINK_RATIO) {
            return false;
        }
        try {
            resize(Math.max(leastCapacity, capacityFor(2 * size)));
            return true;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError ignored) {
            return false; // a key's compareTo, or no room: the buckets that are there serve as well
        }
    }

    private void resize(int capacity) {
        @Nullable Node<K, V>[] old = buckets;
        @Nullable Node<K, V>[] grown = newBuckets(capacity);
        for (Node<K, V> head : old) {
            if (head != null && head.hash == Node.BIN) {
                moveBin(Bin.nodesOf(head), grown);
            } else {
                for (Node<K, V> node = head; node != null; node = node.next) {
                    move(node, grown);
                }
            }
        }
        log.touchAll();
        buckets = grown;
    }

    private static <K, V> void move(Node<K, V> node, @Nullable Node<K, V>[] grown) {
        int i = node.hash & (grown.length - 1);
        Node<K, V> head = grown[i];
        grown[i] =
                head == null && node.next == null
                        ? node
                        : link(head, node.hash, node.key, node.value);
    }

    /** Many nodes of one hash are moved together. */
    private static <K, V> void moveBin(Node<K, V>[] nodes, @Nullable Node<K, V>[] grown) {
        for (int from = 0; from < nodes.length; ) {
            int to = from + 1;
            while (to < nodes.length && nodes[to].hash == nodes[from].hash) {
                to++;
            }
            int i = nodes[from].hash & (grown.length - 1);
            if (to - from > Bin.LONGEST_CHAIN && grown[i] == null) {
                grown[i] = Bin.ofSorted(Arrays.copyOfRange(nodes, from, to));
            } else {
                for (int k = from; k < to; k++) {
                    move(nodes[k], grown);
                }
            }
            from = to;
        }
    }

    // ---------------------------------------------------------------- both sides

    /** Clones the table; nodes are shared, and so is the log. */
    ObjectTable<K, V> copy() {
        return new ObjectTable<>(this);
    }

    private int indexOf(int hash) {
        return hash & (buckets.length - 1);
    }

    private static int limitOf(int capacity) {
        return capacity == MAX_CAPACITY ? Integer.MAX_VALUE : capacity - (capacity >> 2);
    }

    private static int capacityFor(int expectedSize) {
        if (expectedSize < 0) {
            throw new IllegalArgumentException("expectedSize is negative: " + expectedSize);
        }
        int capacity = MIN_CAPACITY;
        while (capacity < MAX_CAPACITY && limitOf(capacity) < expectedSize) {
            capacity <<= 1;
        }
        return capacity;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K, V> Node<K, V>[] newNodes(int count) {
        return new Node[count];
    }
}
