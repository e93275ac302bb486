// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupMap;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;

/**
 * What a builder of a feed of any topics refuses, by name; the options that it shares with the
 * catalog's are in {@link FeedMisuseTest}. No broker is needed to find out.
 */
class KafkaFeedMisuseTest {
    private static final Path FILE = Path.of("checkpoint");
    private static final StringDeserializer TEXTS = new StringDeserializer();
    private static final Serde<String> STRINGS = Serdes.String();

    /** Three members, and one that is no member of their group. */
    private static final class Members {
        final GroupLongMap<String> products;
        final GroupMap<String, String> suppliers;
        final GroupIdSets shelves;
        final LeftRightGroup group;
        final GroupIdSets ofAnother;

        Members() {
            LeftRightGroupBuilder builder = LeftRightGroup.builder();
            products = builder.longMap();
            suppliers = builder.map();
            shelves = builder.idSets();
            group = builder.build();
            LeftRightGroupBuilder another = LeftRightGroup.builder();
            ofAnother = another.idSets();
            another.build();
        }

        KafkaFeedBuilder complete() {
            return KafkaFeed.builder(group)
                    .bootstrapServers("localhost:1")
                    .topic("products", TEXTS, TEXTS, (key, value) -> {});
        }
    }

    /** What is done with a builder that is complete. */
    interface Act {
        void accept(KafkaFeedBuilder complete, Members members);
    }

    /**
     * @param does what is done
     * @param exception what it must throw, exactly
     * @param message what the message must contain
     */
    record Case(String does, Class<? extends Throwable> exception, String message, Act act) {
        @Override
        public String toString() {
            return does;
        }
    }

    private static Case nothing(String does, String message, Act act) {
        return new Case(does, NullPointerException.class, message, act);
    }

    private static Case argument(String does, String message, Act act) {
        return new Case(does, IllegalArgumentException.class, message, act);
    }

    static Stream<Case> misuses() {
        return Stream.of(topics(), members()).flatMap(List::stream);
    }

    private static List<Case> topics() {
        RecordApplier<String, String> none = (key, value) -> {};
        return List.of(
                nothing("feeds no group", "group", (b, m) -> KafkaFeed.builder(null)),
                nothing(
                        "has null for a topic",
                        "topic",
                        (b, m) -> b.topic(null, TEXTS, TEXTS, none)),
                nothing("reads no keys", "keys", (b, m) -> b.topic("t", null, TEXTS, none)),
                nothing("reads no values", "values", (b, m) -> b.topic("t", TEXTS, null, none)),
                nothing("has no guard", "guard", (b, m) -> b.contentGuard(null)),
                nothing("applies nothing", "applier", (b, m) -> b.topic("t", TEXTS, TEXTS, null)),
                argument(
                        "has a topic without a name",
                        "topic must not be blank",
                        (b, m) -> b.topic(" ", TEXTS, TEXTS, none)),
                argument(
                        "has a topic twice",
                        "the topic products was added before: write to several members in one"
                                + " applier",
                        (b, m) -> b.topic("products", TEXTS, TEXTS, none)),
                argument(
                        "has no topic",
                        "the feed needs a topic",
                        (b, m) ->
                                KafkaFeed.builder(m.group).bootstrapServers("kafka:9092").build()),
                argument(
                        "has no broker",
                        "the feed needs bootstrapServers",
                        (b, m) ->
                                KafkaFeed.builder(m.group).topic("t", TEXTS, TEXTS, none).build()));
    }

    private static List<Case> members() {
        return List.of(
                nothing("keeps no map", "member", (b, m) -> b.keep("m", (GroupIdSets) null)),
                nothing("keeps it by no serde", "serde", (b, m) -> b.keep("m", m.products, null)),
                argument(
                        "keeps it without a name",
                        "name must not be blank",
                        (b, m) -> b.keep("", m.shelves)),
                argument(
                        "keeps a member twice",
                        "the checkpoint keeps id sets shelves already, not again racks",
                        (b, m) -> b.keep("shelves", m.shelves).keep("racks", m.shelves)),
                argument(
                        "keeps a member of another group",
                        "the checkpoint cannot keep others: a member of another group",
                        (b, m) -> b.keep("others", m.ofAnother)),
                argument(
                        "leaves a member out",
                        "the checkpoint keeps 2 of the group's 3 members: name each with keep(...)",
                        (b, m) ->
                                b.checkpoint(FILE)
                                        .keep("products", m.products, STRINGS)
                                        .keep("suppliers", m.suppliers, STRINGS, STRINGS)
                                        .build()),
                argument(
                        "keeps members in no file",
                        "there is no checkpoint(file)",
                        (b, m) -> b.keep("shelves", m.shelves).build()));
    }

    @ParameterizedTest(name = "a feed that {0}")
    @MethodSource("misuses")
    void isRefused(Case misuse) {
        Members members = new Members();
        KafkaFeedBuilder builder = members.complete();
        assertThatThrownBy(() -> misuse.act.accept(builder, members))
                .isExactlyInstanceOf(misuse.exception)
                .hasMessageContaining(misuse.message);
        assertThat(members.group.version()).isZero();
        assertThat(members.group.writer().pendingOpCount()).isZero();
    }
}
