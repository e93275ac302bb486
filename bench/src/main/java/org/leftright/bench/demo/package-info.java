// SPDX-License-Identifier: Apache-2.0
/**
 * The serving demo: real sales lines, a real broker, requests at a fixed rate.
 *
 * <pre>
 *   RetailFile --&gt; DeltaStream --&gt; DeltaProducer --&gt; broker --&gt; feed --&gt; Subject &lt;-- ReadLoop (n threads)
 *   (CSV rows)     (one Delta a     (two compacted          (catalog, hash      |
 *                   half hour;       topics, JSON,           maps, copies)      v
 *                   Plan: a day)     markers)                    LatencyBoard, Torn --&gt; Console, Report
 *   RetailFile --&gt; Replay (plain collections, its own reading of the rows) --&gt; Check
 * </pre>
 *
 * <p>What a line of the file means. {@link org.leftright.bench.demo.DeltaStream} and {@link
 * org.leftright.bench.demo.Replay} both follow these rules, and share no code that does:
 *
 * <ol>
 *   <li>The lines count in the order of their times; those of one minute in the order of the file.
 *       Blanks around a field are no part of it. Upper and lower case differ. A line without a
 *       stock code or country, or with a field that cannot be read, is left out and counted.
 *   <li>A stock code names <b>goods</b> if it begins with five digits, with {@code gift_}, with
 *       {@code DCGS}, or with {@code SP} and a digit, or is {@code PADS}. Every other code
 *       (postage, fees, discounts, manual entries, tests) is a <b>service</b>, and a line with it
 *       changes nothing.
 *   <li>If the invoice number begins with {@code C}, the line is a <b>cancellation</b>, whatever
 *       the sign of its quantity; an empty invoice number does not begin with it. The quantity,
 *       without its sign, is taken back from what that country has bought of the product. Where
 *       nothing is left, the product leaves that country's catalog; a product that is in no catalog
 *       any more is removed. Price and description of the line are those of an old sale, so they
 *       change nothing. What that country has not bought cannot be taken back.
 *   <li>Otherwise, if quantity and price are positive, the line is a <b>sale</b>. It sets the
 *       product's description, price and time of last sale, and puts the product into its country's
 *       catalog. An empty description says nothing: the product keeps the one it has, or is called
 *       by its code if it has none.
 *   <li>Any other line is a stock <b>adjustment</b> ("damaged", "check", "thrown away"): it changes
 *       nothing, and its description is a clerk's note.
 *   <li>Each code has {@code n} <b>variants</b>, say colours and sizes, the same number for each.
 *       They are the only thing that is not in the file: they make a catalog larger than the
 *       processor's caches from a sample of 40,000 lines. A code's first sale brings all of them
 *       into that country's catalog. Every later line concerns the one variant {@code line number
 *       mod n}, but for the price: all variants of a code always have the price of its last sale.
 * </ol>
 *
 * <p>A StockCode is a product (for each variant), a Country is a catalog: the set of products sold
 * there. Ids are given in order of first appearance in the file ({@link
 * org.leftright.bench.demo.Ids}).
 */
@NullMarked
package org.leftright.bench.demo;

import org.jspecify.annotations.NullMarked;
