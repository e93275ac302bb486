// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupMap;
import org.leftright.LeftRightGroup;

/** The options of a {@link KafkaFeed}. Needed are the broker's address and at least one topic. */
public final class KafkaFeedBuilder extends AbstractFeedBuilder<KafkaFeedBuilder> {
    private final LeftRightGroup group;
    private final Map<String, FeedTopic<?, ?>> topics = new LinkedHashMap<>();
    private final List<CheckpointMember> members = new ArrayList<>();

    KafkaFeedBuilder(LeftRightGroup group) {
        super("kafka-feed-");
        this.group = Objects.requireNonNull(group, "group");
    }

    @Override
    KafkaFeedBuilder self() {
        return this;
    }

    @Override
    ConfigDef knownOptions() {
        return FeedOptions.OF_ALL;
    }

    /**
     * Adds a topic, which should be compacted: what the feed shows is the last value of each of its
     * keys. A key has no value any more if the record's value is null, or the deserializer makes
     * null of it; see also {@code recordRule}. A record without a key cannot be decoded. The key
     * {@code marker}, six ASCII bytes, is reserved in every topic: the feed takes a record with
     * this key as a {@linkplain BatchMarker batch marker}, whatever the refresh rule, and never
     * gives the record to a deserializer or an applier.
     *
     * @param topic the topic's name
     * @param keys makes a key, immutable and with {@code equals} and {@code hashCode} of its own,
     *     of bytes that are not null
     * @param values makes a value, immutable, of bytes that are not null. What either deserializer
     *     throws makes the record one that cannot be decoded. Both are called by the feed's thread
     *     alone, and are the caller's to configure and to close
     * @param applier writes what a record says to the members of the group
     * @param <K> the keys
     * @param <V> the values
     * @return this
     * @throws IllegalArgumentException if the topic was added before
     */
    public <K, V> KafkaFeedBuilder topic(
            String topic,
            Deserializer<K> keys,
            Deserializer<V> values,
            RecordApplier<? super K, ? super V> applier) {
        FeedTopic<K, V> added =
                new FeedTopic<>(
                        Objects.requireNonNull(keys, "keys"),
                        FeedTopic.valuesOf(Objects.requireNonNull(values, "values")),
                        Objects.requireNonNull(applier, "applier"));
        if (topics.putIfAbsent(FeedChecks.notBlank(topic, "topic"), added) != null) {
            throw new IllegalArgumentException(
                    "the topic "
                            + topic
                            + " was added before: write to several members in one applier");
        }
        return this;
    }

    /**
     * Asks before each refresh whether what was read may be shown; by default it always is. While
     * the guard objects, readers go on with the version that they have, the feed is {@link
     * FeedState#HELD} and reads on, {@link FeedStatus#hold} and the log say why and since when, and
     * no checkpoint is written. The guard is asked again every second, so that the hold ends by
     * itself when records that have come since satisfy it; to end it otherwise, call {@link
     * KafkaFeed#showHeld}. With markers, whole batches are held back.
     *
     * <p>At the first start there may be nothing to go on with: then the feed is not ready until
     * the guard agrees. With a checkpoint, the checkpoint's version is shown first if the guard
     * agrees to it, is what the version of the topics is compared with, and makes the feed ready if
     * that is held back.
     *
     * @param guard is asked, by the feed's thread
     * @return this
     */
    public KafkaFeedBuilder contentGuard(ContentGuard guard) {
        ask(Objects.requireNonNull(guard, "guard"));
        return this;
    }

    /**
     * Keeps a checkpoint: all members of the group and the offsets in a local file, so that the
     * next start reads only what came after. Each member is to be named by {@code keep}. The file
     * is written once the feed is live and then every five minutes if anything is new, by a thread
     * of its own, from a snapshot: neither readers nor records wait. The snapshot costs memory for
     * a third side, and the time to copy it at the first write after the next refresh. The file is
     * replaced at once or not at all, and has a checksum; a file that is damaged, or not of these
     * topics or members, or too old, is left alone, the log says why, and the topics are read from
     * the beginning. What cannot be written is said once and tried again. Where files have POSIX
     * permissions, the file is its owner's alone.
     *
     * <p>A change of what an applier makes of the records, or of what a serde makes of an object,
     * is not noticed: delete the file then. One file for each feed, with a lock beside it, as for
     * {@link KafkaCatalogFeedBuilder#checkpoint}, which says, too, when the log is not trusted to
     * be the one that was read.
     *
     * @param file the file, in a folder that exists
     * @return this
     * @throws IllegalArgumentException if there is no such folder
     */
    public KafkaFeedBuilder checkpoint(Path file) {
        keepIn(file);
        return this;
    }

    /**
     * Says how the checkpoint keeps a map.
     *
     * @param name what it is called in the file; also given to the serde as the topic
     * @param map a member of the group
     * @param values makes bytes of a value, called by one thread at a time, which is not the
     *     feed's; and a value of these bytes, in the feed's thread
     * @param <V> the map's values
     * @return this
     * @throws IllegalArgumentException if the map is a member of another group, or is kept already
     */
    public <V> KafkaFeedBuilder keep(String name, GroupLongMap<V> map, Serde<V> values) {
        return keep(name, new CheckpointMember.OfLongMap<>(map, format(name, values)));
    }

    /**
     * Says how the checkpoint keeps a map.
     *
     * @param name what it is called in the file; also given to the serdes as the topic
     * @param map a member of the group
     * @param keys as {@code values}, for the keys
     * @param values makes bytes of a value, called by one thread at a time, which is not the
     *     feed's; and a value of these bytes, in the feed's thread
     * @param <K> the map's keys
     * @param <V> the map's values
     * @return this
     * @throws IllegalArgumentException if the map is a member of another group, or is kept already
     */
    public <K, V> KafkaFeedBuilder keep(
            String name, GroupMap<K, V> map, Serde<K> keys, Serde<V> values) {
        return keep(
                name, new CheckpointMember.OfMap<>(map, format(name, keys), format(name, values)));
    }

    /**
     * Says that the checkpoint keeps sets of ids.
     *
     * @param name what they are called in the file
     * @param sets a member of the group
     * @return this
     * @throws IllegalArgumentException if they are a member of another group, or are kept already
     */
    public KafkaFeedBuilder keep(String name, GroupIdSets sets) {
        return keep(name, new CheckpointMember.OfIdSets(sets, name));
    }

    private KafkaFeedBuilder keep(String name, CheckpointMember member) {
        FeedChecks.notBlank(name, "name");
        Objects.requireNonNull(member.member(), "member");
        for (CheckpointMember kept : members) {
            if (kept.member() == member.member() || kept.kind().equals(member.kind())) {
                throw new IllegalArgumentException(
                        "the checkpoint keeps " + kept.kind() + " already, not again " + name);
            }
        }
        try {
            group.read(member::isIn);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the checkpoint cannot keep " + name + ": " + e.getMessage(), e);
        }
        members.add(member);
        return this;
    }

    private static <T> CheckpointMember.Format<T> format(String name, Serde<T> serde) {
        Objects.requireNonNull(serde, "serde");
        return new CheckpointMember.Format<>(name, serde.serializer(), serde.deserializer());
    }

    /**
     * Makes the feed; it does nothing yet, not even connect.
     *
     * @return a feed, to be started
     * @throws IllegalArgumentException if an option is missing or wrong
     * @throws IllegalStateException if the {@code kafka-clients} on the path are older than 3.7
     */
    public KafkaFeed build() {
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("the feed needs a topic");
        }
        if (hasCheckpoint() && members.size() != group.memberCount()) {
            throw new IllegalArgumentException(
                    "the checkpoint keeps "
                            + members.size()
                            + " of the group's "
                            + group.memberCount()
                            + " members: name each with keep(...), or what it leaves out would be"
                            + " empty after a restart");
        }
        if (!hasCheckpoint() && !members.isEmpty() && !isConfigured()) {
            throw new IllegalArgumentException(
                    "keep(...) says what a checkpoint holds, but there is no checkpoint(file)");
        }
        return new KafkaFeed(settings(group, new LinkedHashMap<>(topics), List.copyOf(members)));
    }
}
