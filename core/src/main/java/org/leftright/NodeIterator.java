// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iterates over the nodes of buckets that nobody changes meanwhile. */
final class NodeIterator<K, V> implements Iterator<Map.Entry<K, V>> {
    private final @Nullable Node<K, V>[] buckets;
    private int nextBucket;
    private Node<K, V> @Nullable [] bin;
    private int nextInBin;
    private @Nullable Node<K, V> next;

    NodeIterator(@Nullable Node<K, V>[] buckets) {
        this.buckets = buckets;
        advance();
    }

    private void advance() {
        next = next != null ? next.next : null;
        while (next == null) {
            if (bin != null && nextInBin < bin.length) {
                next = bin[nextInBin++];
            } else if (nextBucket < buckets.length) {
                Node<K, V> head = buckets[nextBucket++];
                bin = head != null && head.hash == Node.BIN ? Bin.nodesOf(head) : null;
                nextInBin = 0;
                next = bin == null ? head : null;
            } else {
                return;
            }
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Map.Entry<K, V> next() {
        Node<K, V> node = next;
        if (node == null) {
            throw new NoSuchElementException();
        }
        advance();
        return node;
    }
}
