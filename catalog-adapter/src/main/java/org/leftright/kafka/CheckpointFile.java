// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.leftright.GroupView;

/**
 * A version of a group in a file. All numbers big-endian, texts as {@link DataOutputStream} writes
 * them:
 *
 * <pre>
 *   magic, format                                   8 + 4 bytes
 *   as of, record time (or -1), marker (or -1)      8 + 8 + 8
 *   topics: count, then name and id each            4, then text + 16
 *   offsets: count, then topic, partition, next     4, then text + 4 + 8
 *   leaders: count, then topic, partition,          4, then text + 4
 *     the offset after a record, its leader's epoch   + 8 + 4
 *   members: count, then kind and name each         4, then text
 *   and then, for each member
 *     long map: count, then key, length, bytes      4, then 8 + 4 + length
 *     map: count, then key and value,               4, then
 *       length and bytes each                         4 + length + 4 + length
 *     id sets: count, then key, size, ids           4, then 8 + 4 + 8 size
 *   CRC-32C of all before                           8
 * </pre>
 */
final class CheckpointFile {
    private static final long MAGIC = 0x4C52_4341_5443_4B50L; // LRCATCKP
    private static final int FORMAT = 3;
    private static final int BUFFER = 1 << 16;
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final long NO_TIME = -1;

    private CheckpointFile() {}

    /**
     * What stands before the contents.
     *
     * @param asOf when the contents were all that the topics held
     * @param marker the number of the marker in each partition that the offsets come after, or -1
     * @param places how to recognize the logs that the contents were read from
     * @param kinds what the contents are; see {@link CheckpointMember#kind}
     */
    record Header(
            Instant asOf,
            long marker,
            Map<String, Uuid> ids,
            TopicOffsets offsets,
            Map<TopicPartition, FeedEpochs.Place> places,
            List<String> kinds) {}

    // ---------------------------------------------------------------- writing

    /** Writes a new file and puts it in the place of the old one, if there is one, at once. */
    static void write(Path file, Header header, GroupView view, List<CheckpointMember> members)
            throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft); // left by a process that was killed, perhaps readable for all
        try {
            try (FileChannel channel = FileChannel.open(draft, NEW, ofOwner(draft))) {
                CheckedOutputStream checked =
                        new CheckedOutputStream(Channels.newOutputStream(channel), new CRC32C());
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
                writeHeader(out, header);
                for (CheckpointMember member : members) {
                    member.write(view, out);
                }
                out.flush();
                out.writeLong(checked.getChecksum().getValue());
                out.flush();
                channel.force(true);
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The contents stand in the clear: for the owner only, where files have permissions. */
    static FileAttribute<?>[] ofOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }

    private static void writeHeader(DataOutputStream out, Header header) throws IOException {
        out.writeLong(MAGIC);
        out.writeInt(FORMAT);
        out.writeLong(header.asOf.toEpochMilli());
        Instant recordTime = header.offsets.recordTime();
        out.writeLong(recordTime == null ? NO_TIME : recordTime.toEpochMilli());
        out.writeLong(header.marker);
        out.writeInt(header.ids.size());
        for (Map.Entry<String, Uuid> topic : header.ids.entrySet()) {
            out.writeUTF(topic.getKey());
            out.writeLong(topic.getValue().getMostSignificantBits());
            out.writeLong(topic.getValue().getLeastSignificantBits());
        }
        out.writeInt(header.offsets.next().size());
        for (Map.Entry<TopicPartition, Long> next : header.offsets.next().entrySet()) {
            out.writeUTF(next.getKey().topic());
            out.writeInt(next.getKey().partition());
            out.writeLong(next.getValue());
        }
        out.writeInt(header.places.size());
        for (Map.Entry<TopicPartition, FeedEpochs.Place> place : header.places.entrySet()) {
            out.writeUTF(place.getKey().topic());
            out.writeInt(place.getKey().partition());
            out.writeLong(place.getValue().offset());
            out.writeInt(place.getValue().epoch());
        }
        out.writeInt(header.kinds.size());
        for (String kind : header.kinds) {
            out.writeUTF(kind);
        }
    }

    // ---------------------------------------------------------------- reading

    /** Refuses a header, by throwing what says why. */
    interface Check {
        void accept(Header header) throws IOException;
    }

    /**
     * Reads a file, after it has been found whole, and writes its contents to the members.
     *
     * @throws IOException if it is damaged, foreign or refused; nothing has been written then
     */
    static Header read(Path file, Check check, List<CheckpointMember> members) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            requireWhole(channel);
            channel.position(Long.BYTES + Integer.BYTES);
            // Without a buffer: what it would hold is to be read otherwise.
            Header header = readHeader(new DataInputStream(Channels.newInputStream(channel)));
            check.accept(header);
            CheckpointContents contents = new CheckpointContents(channel);
            for (CheckpointMember member : members) {
                member.read(contents);
            }
            return header;
        }
    }

    private static void requireWhole(FileChannel channel) throws IOException {
        CheckpointContents contents = new CheckpointContents(channel);
        if (channel.size() < 2 * Long.BYTES + Integer.BYTES || contents.readLong() != MAGIC) {
            throw new IOException("it is not a checkpoint of a feed");
        }
        int format = contents.readInt();
        if (format != FORMAT) {
            throw new IOException("it has format " + format + ", and this reads " + FORMAT);
        }
        channel.position(0);
        CheckpointContents again = new CheckpointContents(channel);
        if (again.checksum(channel.size() - Long.BYTES) != again.readLong()) {
            throw new IOException("it is damaged: its checksum is wrong");
        }
    }

    private static Header readHeader(DataInputStream in) throws IOException {
        Instant asOf = Instant.ofEpochMilli(in.readLong());
        long recordTime = in.readLong();
        long marker = in.readLong();
        Map<String, Uuid> ids = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            ids.put(in.readUTF(), new Uuid(in.readLong(), in.readLong()));
        }
        Map<TopicPartition, Long> next = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            next.put(new TopicPartition(in.readUTF(), in.readInt()), in.readLong());
        }
        Map<TopicPartition, FeedEpochs.Place> places = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            places.put(
                    new TopicPartition(in.readUTF(), in.readInt()),
                    new FeedEpochs.Place(in.readLong(), in.readInt()));
        }
        List<String> kinds = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            kinds.add(in.readUTF());
        }
        Instant newest = recordTime == NO_TIME ? null : Instant.ofEpochMilli(recordTime);
        return new Header(asOf, marker, ids, new TopicOffsets(next, newest), places, kinds);
    }
}
