// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the documents to what they say: their code is compiled and run, their links and commands
 * lead to what exists.
 *
 * <p>For whoever writes a document. Every {@code java} block of every Markdown file, and every
 * {@code <pre>{@code} block of the public Javadoc, is put into a method of its own (so types may be
 * declared in it, methods only inside of types), with the usual imports, and with what {@link
 * org.leftright.docs.Given} gives. Other imports stand in the block.
 *
 * <ul>
 *   <li>{@code <!-- continues -->} on the line before a block: it is of one method with the block
 *       before it.
 *   <li>{@code // 3}, {@code // null: why}, {@code // "tea", why} at the end of a one-line
 *       statement: that is what it has to yield. A declaration yields what it assigns.
 *   <li>{@code "kafka:9092"} is a real broker, and the topics given to {@code productsTopic} and
 *       {@code catalogTopic} exist there, empty, for this method alone.
 *   <li>A feed has to be closed where it was opened.
 *   <li>A fence with a file behind the language, such as {@code ```xml pom.xml}: the block is not run
 *       here, but has to stand in that file as it is.
 * </ul>
 */
@NullMarked
package org.leftright.docs;

import org.jspecify.annotations.NullMarked;
