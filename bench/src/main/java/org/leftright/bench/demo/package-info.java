// SPDX-License-Identifier: Apache-2.0
/**
 * The serving demo: real sales lines, a real broker, reader threads at full speed.
 *
 * <pre>
 *   RetailFile --&gt; DeltaStream --&gt; DeltaProducer --&gt; broker --&gt; feed --&gt; Subject &lt;-- ReadLoop (n threads)
 *   (CSV rows)     (one Delta a     (two compacted          (catalog or         |
 *                   half hour)       topics, JSON)           two hash maps)     v
 *                                                                          LatencyBoard --&gt; Console, Report
 *   RetailFile --&gt; Replay (plain collections, its own reading of the rows) --&gt; Check
 * </pre>
 *
 * <p>What the file means here:
 *
 * <ul>
 *   <li>A StockCode is a product, a Country is a catalog: the set of products sold there. Ids are
 *       given in order of first appearance in the file ({@link org.leftright.bench.demo.Ids}).
 *   <li>A <b>sale</b> (positive quantity, positive price, no service code) sets the product's
 *       description, unit price and time of last sale, and puts the product into its country's
 *       catalog. An empty description says nothing: the product keeps the one it has, or is called
 *       by its code if it has none.
 *   <li>A <b>cancelled invoice</b> (number begins with {@code C}) takes its quantity back from what
 *       that country has bought. Where nothing is left, the product leaves that catalog; a product
 *       that is in no catalog any more is removed. The price and the description of a cancelled
 *       line are those of an old sale, so they change nothing. What was never bought in this sample
 *       cannot be taken back.
 *   <li>A <b>service code</b> (postage, bank charges, discounts, fees, manual entries, samples) is
 *       no product. Gift vouchers are: people buy them.
 *   <li>A line with a <b>non-positive price</b>, or a negative quantity without being a
 *       cancellation, is a stock adjustment ("damaged", "check", "thrown away"): it changes
 *       nothing, and its description is a clerk's note.
 * </ul>
 */
@NullMarked
package org.leftright.bench.demo;

import org.jspecify.annotations.NullMarked;
