/**
 * Maps for data that is read all the time and changed in batches: two copies, so that readers never
 * wait and a batch becomes visible whole.
 *
 * <pre>
 *   readers ──────────► live ──► Version {number, stamp, attachment}
 *      get: one lookup             │
 *      read(...): a section        ▼
 *                               live side      hidden side ◄── ops ── WriteHandle ── oplog
 *                                  ▲                ▲                                  │
 *                                  └── refresh() ───┘  exchanges the two;              │
 *                                      the side that becomes hidden is owed a replay ◄─┘
 * </pre>
 *
 * <h2>Vocabulary</h2>
 *
 * <ul>
 *   <li><b>live side, hidden side</b>: the copy that readers use, and the one that the writer
 *       changes.
 *   <li><b>refresh</b>: makes the pending ops visible, all at once; the <b>flip</b> is the moment.
 *   <li><b>op, oplog; apply, replay</b>: a recorded write; its first and its second execution.
 *   <li><b>version</b>: what {@code live} refers to: a side with its number, time and attachment.
 *   <li><b>lookup</b>: a read by one key that is checked afterwards by the side's <b>stamp</b>.
 *   <li><b>section</b>: a read-side critical section; all its reads see one version. Its reader's
 *       <b>epoch</b> is odd meanwhile. Without a handle, the epoch is that of a <b>slot</b> lent
 *       for the section.
 *   <li><b>grace period</b>: the wait for sections that began before a flip.
 *   <li><b>straggler, abandon</b>: a section that lasts longer than the stall timeout; it keeps its
 *       side, and the writer clones the live one.
 *   <li><b>pending ops</b>: written, not refreshed; <b>owed replay</b>: refreshed, not yet on the
 *       other side.
 *   <li><b>discard, snapshot</b>: takes the pending ops back; a map that never changes.
 * </ul>
 *
 * <h2>Memory consistency</h2>
 *
 * <ul>
 *   <li>What a thread does before it writes happens-before a read that returns what was written,
 *       once a refresh has made it visible.
 *   <li>A refresh happens-before every read that sees its version or a later one; a read that
 *       starts after {@code refresh()} has returned does.
 *   <li>What a section reads happens-before any change to the side that it read from.
 * </ul>
 *
 * <h2>Progress</h2>
 *
 * <table>
 *   <caption>Who waits for whom</caption>
 *   <tr><th>call</th><th>waits for</th></tr>
 *   <tr><td>lookups, sections, snapshots, handles</td><td>nobody; a bounded number of steps</td></tr>
 *   <tr><td>refresh</td><td>other writers; readers for a short spin only</td></tr>
 *   <tr><td>the first write after a refresh</td><td>other writers; sections that began before the
 *       refresh, at most the stall timeout, and each of them once</td></tr>
 *   <tr><td>further writes, discard</td><td>other writers</td></tr>
 *   <tr><td>tryRefresh</td><td>nobody</td></tr>
 *   <tr><td>settle</td><td>other writers and sections, as long as it is told to</td></tr>
 * </table>
 */
@NullMarked
package org.leftright;

import org.jspecify.annotations.NullMarked;
