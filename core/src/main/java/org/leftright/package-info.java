// SPDX-License-Identifier: Apache-2.0
/**
 * Maps for data that is read all the time and changed in batches: two copies, so that readers never
 * wait and a batch becomes visible whole. Read this first.
 *
 * <h2>The model</h2>
 *
 * <pre>
 *   readers ──────────► live ──► Version {number, refresh time, attachment}
 *      get: one lookup             │
 *      read(...): a section        ▼
 *                               live side      hidden side ◄── ops ── WriteHandle ── oplog
 *                                  ▲                ▲                                  │
 *                                  └── refresh() ───┘  exchanges the two;              │
 *                                      the side that becomes hidden is owed a replay ◄─┘
 * </pre>
 *
 * <p>A write is applied to the hidden side at once and recorded in the oplog. {@code refresh()}
 * makes that side live, by one store; all pending ops become visible together. When no section
 * reads the other side any more, the oplog is replayed on it, and both sides are equal again. A
 * section that stays too long keeps its side as it is, and the writer clones the live one.
 *
 * <pre>
 *   time ──►      start    put 1    put 2     refresh        put 3       refresh
 *   live side     A        A        A         B: 1 2         B: 1 2      A: 1 2 3
 *   hidden side   B        B: 1     B: 1 2    A: owed 1 2    A: 1 2 3    B: 1 2, owed 3
 * </pre>
 *
 * <p>There are four entrances: {@link org.leftright.LeftRightMap} for keys of any class, {@link
 * org.leftright.LeftRightLongMap} for {@code long} keys without boxing, {@link
 * org.leftright.LeftRightGroup} for several maps and sets of ids in one version, and {@link
 * org.leftright.LeftRight} for a state of one's own. Each has any number of readers, with or
 * without a read handle, and one write handle for any number of threads.
 *
 * <h2>What it asks of its users</h2>
 *
 * <ol>
 *   <li>Values and keys do not change once they are written.
 *   <li>Somebody calls {@code refresh()} or {@code batch(...)}; readers see nothing before.
 *   <li>Sections are short and closed: nothing is waited for inside.
 *   <li>A read handle is used by one thread.
 *   <li>Ops on a {@link org.leftright.LeftRight} of one's own are deterministic.
 * </ol>
 *
 * <h2>Vocabulary</h2>
 *
 * <table>
 *   <caption>One word for one thing</caption>
 *   <tr><th>word</th><th>meaning</th></tr>
 *   <tr><td>live side, hidden side</td><td>the copy that readers use, and the one that the writer
 *       changes</td></tr>
 *   <tr><td>refresh; flip</td><td>makes the pending ops visible, all at once; the moment when it
 *       does</td></tr>
 *   <tr><td>op; oplog</td><td>a recorded write; the record</td></tr>
 *   <tr><td>apply; replay</td><td>the first execution of an op, on the hidden side; the second, on
 *       the other side</td></tr>
 *   <tr><td>pending ops; owed replay</td><td>written, not refreshed; refreshed, not yet on the
 *       other side</td></tr>
 *   <tr><td>version</td><td>what {@code live} refers to: a side with its number, time and
 *       attachment; each refresh makes one</td></tr>
 *   <tr><td>lookup</td><td>a read of one thing; valid if the version that was read is still live
 *       afterwards, else repeated in a section</td></tr>
 *   <tr><td>section; view</td><td>a read-side critical section, all of whose reads see one version;
 *       what it reads by</td></tr>
 *   <tr><td>arrive, depart; epoch</td><td>begins and ends a section; its reader's counter, odd in
 *       between</td></tr>
 *   <tr><td>read handle; slot</td><td>an epoch that belongs to a thread; one that is lent for a
 *       section without a handle</td></tr>
 *   <tr><td>grace period</td><td>the wait for the sections that began before a flip</td></tr>
 *   <tr><td>straggler; abandon</td><td>a section that outlasts the stall timeout; giving its side
 *       up to it, and cloning the live one</td></tr>
 *   <tr><td>discard</td><td>takes the pending ops back</td></tr>
 *   <tr><td>snapshot</td><td>a version as a map that never changes, for as long as it is kept</td>
 *       </tr>
 * </table>
 *
 * <h2>Memory consistency</h2>
 *
 * <table>
 *   <caption>What happens-before what</caption>
 *   <tr><th>this</th><th>happens-before that</th></tr>
 *   <tr><td>what a thread does before it writes, such as making the value</td>
 *       <td>a read that returns what was written</td></tr>
 *   <tr><td>a refresh, with all ops of its batch</td>
 *       <td>every read that sees its version or a later one</td></tr>
 *   <tr><td>the return of {@code refresh()}, as seen by the thread that called it or that was told
 *       so</td>
 *       <td>every read that starts afterwards; it sees that version or a later one</td></tr>
 *   <tr><td>what a thread reads outside of sections, or in a section</td>
 *       <td>its later reads outside of sections, and its later sections that are not nested in an
 *       open one: they see that version or a later one</td></tr>
 *   <tr><td>what a section reads, up to its end</td>
 *       <td>every change to the side that it read from</td></tr>
 *   <tr><td>what a thread writes, up to the return of that method</td>
 *       <td>later writes, and reads of the pending state, by other threads</td></tr>
 * </table>
 *
 * <p>A single read inside a section goes to what is live at that moment, not to the section's
 * version: use the view. What a read returns stays valid for ever; a view, an iterator, and a state
 * only until their section ends.
 *
 * <h2>Progress</h2>
 *
 * <table>
 *   <caption>Who waits for whom</caption>
 *   <tr><th>methods</th><th>wait for</th></tr>
 *   <tr><td>{@code get}, {@code getOrDefault}, {@code containsKey}, {@code size}, {@code isEmpty},
 *       {@code lookup}</td>
 *       <td>nobody; one attempt, and one more in a section if a refresh raced</td></tr>
 *   <tr><td>{@code read}, {@code enter}, {@code close} of a section, {@code forEach}, {@code
 *       snapshot}, all methods of a view</td>
 *       <td>nobody; without a handle, after a search for a slot; if all are taken, more are made
 *       under the short lock of {@code reader}</td></tr>
 *   <tr><td>{@code version}, {@code refreshTime}, {@code attachment}, {@code stats}, {@code
 *       pendingOpCount}</td>
 *       <td>nobody</td></tr>
 *   <tr><td>{@code reader}, {@code close} of a handle</td>
 *       <td>other threads that make or close handles, or a writer that tidies them up: a short lock
 *       under which nothing is waited for</td></tr>
 *   <tr><td>the first write, or read of the pending state, after a refresh</td>
 *       <td>other writers; sections that began before the refresh, at most the stall timeout in
 *       all, and each of them only once</td></tr>
 *   <tr><td>further writes, {@code discard}</td><td>other writers</td></tr>
 *   <tr><td>{@code refresh}</td><td>other writers; readers for a short spin only</td></tr>
 *   <tr><td>{@code tryRefresh}</td><td>nobody, but for the same spin</td></tr>
 *   <tr><td>{@code batch}</td><td>as its writes, and its refresh</td></tr>
 *   <tr><td>{@code settle}</td><td>other writers and sections, as long as it is told to</td></tr>
 * </table>
 *
 * <p>An interrupt ends the wait of a write for readers early, in abandon; the write succeeds, and
 * the flag is kept. {@code settle} ends its wait, too, and abandons nothing. Writers wait for each
 * other as a {@link java.util.concurrent.locks.ReentrantLock} does.
 *
 * <h2>How to read the code</h2>
 *
 * <p>The files stand in four rooms, one upon the other. A file names files of its own room and of
 * the rooms that its row gives.
 *
 * <table>
 *   <caption>The rooms</caption>
 *   <tr><th>room</th><th>what lives there</th><th>names</th></tr>
 *   <tr><td>maps</td><td>the maps and the group, with their handles, views, builders, changes</td>
 *       <td>all rooms</td></tr>
 *   <tr><td>protocol</td><td>{@code Writer}, which has the argument for the whole; {@code Live},
 *       {@code Reader}, {@code ReaderRegistry}, {@code Section}, {@code GracePeriod}; the oplog of
 *       plain states; {@link org.leftright.LeftRight}. No map, no key, no table</td>
 *       <td>observing</td></tr>
 *   <tr><td>tables</td><td>{@code LongTable}, {@code ObjectTable}, {@code IdSetTable}, and the logs
 *       of the indexes that were touched</td><td>none</td></tr>
 *   <tr><td>observing</td><td>events, counters, {@link org.leftright.Stats}, {@link
 *       org.leftright.Straggler}</td><td>none</td></tr>
 * </table>
 *
 * <p>What a call passes through, for keys of any class:
 *
 * <ol>
 *   <li>{@code get}: {@code LeftRightMap.get} loads {@code live} and looks into that version's
 *       {@code ObjectTable}; {@code Live.isLive} tells whether the version still is; if not, {@code
 *       AbstractLeftRight} reads once more in a section.
 *   <li>{@code read}: {@code Reader.enter} makes the epoch odd ({@code ReaderEpoch}) and loads
 *       {@code live}; the function gets a {@code MapView} of the {@code Section}; its end makes the
 *       epoch even.
 *   <li>{@code put}: {@code WriteHandle.put}; {@code WriterLock.begin} takes the lock and makes the
 *       hidden side ready: waits for the sections that the {@code GracePeriod} has noted, and
 *       replays, or abandons and clones; {@code ObjectTable.put} logs the index in {@code TouchLog}
 *       and changes it; {@code WriterLock.end}.
 *   <li>{@code refresh}: {@code Writer.refresh}; {@code flip} makes the hidden side live and has
 *       the {@code ReaderRegistry} note the open sections; the refresh listener is told; if all
 *       noted sections end within a short spin, {@code replay} copies the touched indexes.
 * </ol>
 */
@NullMarked
package org.leftright;

import org.jspecify.annotations.NullMarked;
