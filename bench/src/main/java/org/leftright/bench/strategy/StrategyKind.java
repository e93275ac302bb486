// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

/** All strategies, with what they promise and how pictures and tables call them. */
public enum StrategyKind {
    /** {@code LeftRightLongMap}. */
    LEFT_RIGHT("left-right", Promise.WHOLE_BATCHES),
    /** {@code ConcurrentHashMap}. */
    CONCURRENT_HASH_MAP("ConcurrentHashMap", Promise.SINGLE_OPS),
    /** {@link java.util.Collections#synchronizedMap}. */
    SYNCHRONIZED_MAP("synchronizedMap", Promise.WHOLE_BATCHES),
    /** A HashMap and a {@code ReentrantReadWriteLock}. */
    READ_WRITE_LOCK("ReadWriteLock", Promise.WHOLE_BATCHES),
    /** A table and a {@code StampedLock}. */
    STAMPED_LOCK("StampedLock", Promise.WHOLE_BATCHES),
    /** 64 tables, each with a {@code StampedLock}. */
    SHARDED("64 shards", Promise.SINGLE_OPS),
    /** A HashMap copied for each batch. */
    SWAP_HASH_MAP("swap HashMap", Promise.WHOLE_BATCHES),
    /** A map of Agrona's copied for each batch. */
    SWAP_AGRONA("swap Agrona", Promise.WHOLE_BATCHES),
    /** A base and a side map of deltas. */
    OVERLAY("base + overlay", Promise.WHOLE_BATCHES),
    /** A persistent hash trie. */
    HASH_TRIE("hash trie (Scala)", Promise.WHOLE_BATCHES),
    /** JCTools' {@code NonBlockingHashMapLong}. */
    NON_BLOCKING("NonBlockingHashMapLong", Promise.SINGLE_OPS),
    /** Agrona's map without synchronisation: the limit. */
    PLAIN("plain Agrona (limit)", Promise.ONE_THREAD),
    /** {@code ConcurrentSkipListMap}, ordered. */
    SKIP_LIST("ConcurrentSkipListMap", Promise.SINGLE_OPS),
    /** {@code LeftRight<TreeMap>}, ordered. */
    LEFT_RIGHT_TREE("LeftRight<TreeMap>", Promise.WHOLE_BATCHES);

    /** What a reader may count on while a batch is applied. */
    public enum Promise {
        /** It sees a batch whole or not at all. */
        WHOLE_BATCHES,
        /** It sees a batch half applied, but each op whole. */
        SINGLE_OPS,
        /** Nothing: reader and writer have to be one thread. */
        ONE_THREAD
    }

    private final String label;
    private final Promise promise;

    StrategyKind(String label, Promise promise) {
        this.label = label;
        this.promise = promise;
    }

    /**
     * The name in pictures and tables.
     *
     * @return a few words
     */
    public String label() {
        return label;
    }

    /**
     * What a reader may count on.
     *
     * @return the promise
     */
    public Promise promise() {
        return promise;
    }

    /**
     * Whether it keeps its ids in order: then {@link #create} makes an {@link OrderedStrategy}.
     *
     * @return whether it does
     */
    public boolean isOrdered() {
        return this == SKIP_LIST || this == LEFT_RIGHT_TREE;
    }

    /**
     * Makes an empty map. Only the classes of this strategy are loaded: each fork sees one.
     *
     * @param <V> the values
     * @return a new strategy
     */
    public <V> Strategy<V> create() {
        return switch (this) {
            case LEFT_RIGHT -> new LeftRightStrategy<>();
            case CONCURRENT_HASH_MAP -> new ConcurrentHashMapStrategy<>();
            case SYNCHRONIZED_MAP -> new SynchronizedMapStrategy<>();
            case READ_WRITE_LOCK -> new ReadWriteLockStrategy<>();
            case STAMPED_LOCK -> new StampedLockStrategy<>();
            case SHARDED -> new ShardedStrategy<>();
            case SWAP_HASH_MAP -> new SwapHashMapStrategy<>();
            case SWAP_AGRONA -> new SwapAgronaStrategy<>();
            case OVERLAY -> new OverlayStrategy<>();
            case HASH_TRIE -> new HashTrieStrategy<>();
            case NON_BLOCKING -> new NonBlockingStrategy<>();
            case PLAIN -> new PlainStrategy<>();
            case SKIP_LIST -> new SkipListStrategy<>();
            case LEFT_RIGHT_TREE -> new LeftRightTreeStrategy<>();
        };
    }
}
