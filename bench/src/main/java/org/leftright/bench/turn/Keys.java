// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Kinds of keys that people have. Key number i is the same in each run, others differ from it. */
enum Keys {
    /** Long ids 1, 2, 3, ... */
    SEQUENTIAL_LONG {
        @Override
        Long key(int i) {
            return i + 1L;
        }
    },
    /** Long ids that are multiples of 4096. */
    STRIDED_LONG {
        @Override
        Long key(int i) {
            return (i + 1L) << 12;
        }
    },
    /** Long ids of 64 random bits. */
    RANDOM_LONG {
        @Override
        Long key(int i) {
            return mix(i);
        }
    },
    /** "product-17": the hash codes of such Strings are nearly linear. */
    NUMBERED_STRING {
        @Override
        String key(int i) {
            return "product-" + i;
        }
    },
    /** 8 to 16 random letters and digits. */
    SKU {
        @Override
        String key(int i) {
            long bits = mix(i);
            char[] sku = new char[8 + (int) (bits & 7) + (int) (bits >>> 3 & 1)];
            for (int c = 0; c < sku.length; c++) {
                bits = mix(bits);
                sku[c] = ALPHABET.charAt((int) Long.remainderUnsigned(bits, ALPHABET.length()));
            }
            return new String(sku);
        }
    },
    /** Random UUIDs. */
    RANDOM_UUID {
        @Override
        UUID key(int i) {
            return new UUID(mix(i), mix(~i));
        }
    },
    /** Strings with a long common beginning. */
    URL {
        @Override
        String key(int i) {
            return "https://shop.example/catalog/department/products/item/"
                    + Long.toHexString(mix(i));
        }
    },
    /** A record of two fields, with the hash code that records have. */
    RECORD {
        @Override
        Line key(int i) {
            return new Line(1_000_000L + i / 4, i & 3);
        }
    },
    /** Strings of 30 characters with the same hash code. */
    ONE_HASH_STRING {
        @Override
        String key(int i) {
            StringBuilder pairs = new StringBuilder();
            for (int bit = 14; bit >= 0; bit--) {
                pairs.append((i >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            return pairs.toString();
        }

        @Override
        int mostEntries() {
            return 1 << 14;
        }
    },
    /** Constants of an enum; their hash code is that of an object. */
    ENUM {
        @Override
        UnicodeScript key(int i) {
            return SCRIPTS.get(i);
        }

        @Override
        int mostEntries() {
            return SCRIPTS.size() / 2;
        }
    };

    private static final List<UnicodeScript> SCRIPTS = List.of(UnicodeScript.values());
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** A line of an order. */
    record Line(long order, int line) {}

    /** The i-th key, a new object if the kind has such. */
    abstract Object key(int i);

    /** How many keys there are for entries, if there are to be as many absent ones. */
    int mostEntries() {
        return Integer.MAX_VALUE / 2;
    }

    /** The name in the table. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean isLong() {
        return name().endsWith("_LONG");
    }

    /** The first n keys, from {@code from} on. */
    Object[] keys(int from, int count) {
        Object[] keys = new Object[count];
        Arrays.setAll(keys, i -> key(from + i));
        return keys;
    }

    /** A bijection. */
    private static long mix(long z) {
        z = (z + 0x632BE59BD9B4E019L) * 0xD1342543DE82EF95L;
        z = (z ^ z >>> 32) * 0xDABA0B6EB09322E3L;
        return z ^ z >>> 29;
    }
}
