// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.stress.run.SourceAccesses;

/**
 * The sites and the order of their accesses are those of the library's source. When this turns red,
 * bring {@link Site} and {@link Shape} up to date: the litmus tests then judge the change.
 */
class SiteTest {
    /** Ordered, but not part of the protocol. */
    private static final List<String> NO_SITES =
            List.of("LoadGuard volatile ended", "ReaderEpoch volatile hiddenEpoch");

    /** The order that the shapes rely on: a method, and what comes after what in it. */
    private static final String ORDER =
            """
            Live.liveAfterReads         VarHandle.acquireFence() < LIVE.getOpaque(this)
            Writer.flip                 live.setLive(next) < VarHandle.fullFence() < gracePeriod.begin(registry, old)
            Writer.refresh              flip(attachment) < gracePeriod.isOverWithinShortSpin() < replay()
            Writer.hiddenSideReady      gracePeriod.await(stallTimeoutNs) < replay() < abandon() < cloneLive()
            Writer.replay               requireHidden().isPinned() < VarHandle.releaseFence() < oplog.replay(
            GracePeriod.begin           cell.getEpoch() < cell.mayHold(hidden, epoch) < note(cell, epoch)
            ReaderRegistry.register     handles = grown < known.set(index, registration)
            ReaderRegistry.forEachCell  known = handles < known.get(i) < segment : segments
            ReaderRegistry.slotFor      cell.isSectionOf(thread) < cell.owner == thread && cell.tryArrive() < cell.owner == thread) < cell.own()
            ReaderRegistry.lend         slot.cell.tryArrive() < slot.cell.owner = thread < slot.cell.own()
            ReaderRegistry.appendSegment segment[i] = new Reader < grown[known.length] = segment < segments = grown
            Reader.begin                cell.arrive() < hold()
            Reader.hold                 cell.hold(live.live()) < cell.setDepth(1)
            Reader.leave                cell.setDepth(level - 1) < depart(arrival)
            ReaderEpoch.hold            version = loaded < LOADED_EPOCH.setRelease(
            ReaderEpoch.depart          version = null < EPOCH.setRelease(
            ReaderEpoch.tryArrive       getEpochOpaque() < EPOCH.compareAndSet(
            ReaderEpoch.isSectionOf     getDepthAcquire() < owner == thread
            ReaderEpoch.isHeldBy        getDepthAcquire() < owner == thread
            ReaderEpoch.mayHold         LOADED_EPOCH.getAcquire( < VERSION.getAcquire( < getEpoch()
            ReaderEpoch.isDead          OWNED_EPOCH.getAcquire( < thread = owner < getEpoch()
            ReaderEpoch.departForDead   depth = 0 < version = null < owner = null < EPOCH.setRelease(
            ReaderEpoch.forgetDeadOwner last = owner < getEpoch() < OWNER.compareAndSet(
            ReaderEpoch.forgetUnless    held = version < getEpoch() < VERSION.compareAndSet(
            """;

    @ParameterizedTest
    @EnumSource(Site.class)
    void standsInTheSource(Site site) throws IOException {
        Site.Place place = site.place();
        for (String body : bodiesOf(place.className(), place.method())) {
            assertThat(body.split(Pattern.quote(place.quote()), -1))
                    .as("%s, once in %s.%s", place.quote(), place.className(), place.method())
                    .hasSize(2);
        }
        Site.Place declaration = site.declaration();
        if (declaration != null) {
            assertThat(SourceAccesses.sourceOf(declaration.className()))
                    .contains(declaration.quote());
        }
    }

    @Test
    void eachOrderedAccessOfTheSourceIsASite() throws IOException {
        TreeSet<String> sites = new TreeSet<>(NO_SITES);
        for (Site site : Site.values()) {
            Site.Place place = site.declaration() != null ? site.declaration() : site.place();
            String quote = place.quote();
            Matcher field = Pattern.compile("volatile .* (\\w+);?").matcher(quote);
            Matcher access = Pattern.compile("\\w+\\.\\w+(?=\\()").matcher(quote);
            if (field.matches()) {
                sites.add(place.className() + " volatile " + field.group(1));
            } else if (access.lookingAt()) {
                sites.add(place.className() + " " + access.group());
            }
        }
        assertThat(sites).isEqualTo(new TreeSet<>(SourceAccesses.all()));
        assertThat(SourceAccesses.all()).as("of which those twice in a class").hasSize(26);
    }

    static Stream<Arguments> order() {
        return ORDER.lines().map(line -> line.split("[. ]+", 3)).map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("order")
    void hasTheOrderOfTheSource(String className, String method, String order) throws IOException {
        for (String body : bodiesOf(className, method)) {
            int last = -1;
            for (String quote : order.split(" < ")) {
                int at = body.indexOf(quote, last + 1);
                assertThat(at).as("%s, after what comes before it: %s", quote, order).isPositive();
                last = at;
            }
        }
    }

    /** Wherever a lookup ends, in whatever class. */
    @Test
    void eachLookupLoadsLiveThenReadsThenChecks() throws IOException {
        int count = 0;
        for (String className : SourceAccesses.classNames()) {
            String source = SourceAccesses.sourceOf(className);
            int from = 0;
            for (int check = source.indexOf("isLive(version)");
                    check >= 0;
                    check = source.indexOf("isLive(version)", from)) {
                String before = source.substring(from, check);
                String lookup = before.substring(before.lastIndexOf("version = "));
                assertThat(lookup)
                        .as(className)
                        .containsPattern("^version = (\\(.*\\) )?(\\w+\\.)?live(\\(\\))?;")
                        .containsPattern("\\bversion\\.|\\.get\\(");
                from = check + 1;
                count++;
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(3);
    }

    /** The bodies of all methods of a name. */
    private static List<String> bodiesOf(String className, String method) throws IOException {
        String source = SourceAccesses.sourceOf(className);
        List<String> bodies = new ArrayList<>();
        Matcher head = Pattern.compile("[\\w>\\]] " + method + "\\([^;{}]*\\) \\{").matcher(source);
        while (head.find()) {
            int depth = 1;
            int end = head.end();
            while (depth > 0) {
                char next = source.charAt(end++);
                depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            }
            bodies.add(source.substring(head.end() - 1, end));
        }
        assertThat(bodies)
                .as("%s.%s, as in %s", className, method, Arrays.asList(Site.values()))
                .isNotEmpty();
        return bodies;
    }
}
