// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Long ids for stock codes and countries.
 *
 * <p>Both are numbered from 1 in order of first appearance in the file, whatever the line is, so an
 * id depends on the file alone: not on options, nor on what a line means. Variant {@code v} of the
 * product with number {@code n} has the id {@code v * 1,000,000 + n}: scaling adds ids and changes
 * none. Upper and lower case differ, as they do in the file.
 */
public final class Ids {
    /** The distance between the ids of two variants of a product. */
    static final long VARIANT_STRIDE = 1_000_000;

    private final Map<String, Integer> products = new LinkedHashMap<>();
    private final Map<String, Integer> catalogs = new LinkedHashMap<>();
    private final List<String> codes = new ArrayList<>();

    /**
     * Numbers what the lines name.
     *
     * @param lines the whole file
     */
    public Ids(List<RetailLine> lines) {
        for (RetailLine line : lines) {
            if (products.putIfAbsent(line.code(), products.size() + 1) == null) {
                codes.add(line.code());
            }
            catalogs.putIfAbsent(line.country(), catalogs.size() + 1);
        }
    }

    /** Returns the number of a stock code, from 1. */
    int productNumber(String code) {
        return known(products, code);
    }

    /**
     * The id of a product's variant.
     *
     * @param code the stock code
     * @param variant the variant, from 0
     * @return the id
     */
    public long productId(String code, int variant) {
        return productId(known(products, code), variant);
    }

    /** Returns the id of a product's variant by the product's number. */
    static long productId(int number, int variant) {
        return variant * VARIANT_STRIDE + number;
    }

    /**
     * The ids of all products that the file names.
     *
     * @param variants how many variants each has
     * @return them by stock code, with the suffix of its variant
     */
    public Map<String, Long> productIds(int variants) {
        Map<String, Long> ids = new HashMap<>();
        for (int variant = 0; variant < variants; variant++) {
            for (int number = 1; number <= codeCount(); number++) {
                long id = productId(number, variant);
                ids.put(code(id), id);
            }
        }
        return ids;
    }

    /** Returns the stock code of a product's id, with the suffix of its variant. */
    String code(long productId) {
        int number = Math.toIntExact(productId % VARIANT_STRIDE);
        return variantCode(codes.get(number - 1), Math.toIntExact(productId / VARIANT_STRIDE));
    }

    /** Returns the code of a variant: the code itself for variant 0. */
    static String variantCode(String code, int variant) {
        return variant == 0 ? code : code + "~" + variant;
    }

    /**
     * The id of a country's catalog.
     *
     * @param country the country
     * @return the id, from 1
     */
    public int catalogId(String country) {
        return known(catalogs, country);
    }

    /** Returns how many stock codes there are. */
    int codeCount() {
        return products.size();
    }

    /** Returns the countries in order of their ids. */
    List<String> countries() {
        return List.copyOf(catalogs.keySet());
    }

    private static int known(Map<String, Integer> numbers, String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("not in the file: " + name);
        }
        return number;
    }
}
