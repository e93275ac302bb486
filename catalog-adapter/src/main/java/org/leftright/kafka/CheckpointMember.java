// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupMap;
import org.leftright.GroupView;
import org.leftright.IdSetsView;
import org.leftright.IdSetsWriteHandle;
import org.leftright.LongMapCursor;
import org.leftright.LongMapView;
import org.leftright.LongWriteHandle;
import org.leftright.MapView;
import org.leftright.WriteHandle;

/** How a member of the group stands in a checkpoint; see {@link CheckpointFile} for the bytes. */
sealed interface CheckpointMember {
    /** Its name, after what it is. */
    String kind();

    /** The member, to tell it from others. */
    Object member();

    /**
     * Whether it is a member of the group of a view.
     *
     * @throws IllegalArgumentException if not
     */
    boolean isIn(GroupView view);

    /** Writes what a version has of it. */
    void write(GroupView view, DataOutputStream out) throws IOException;

    /** Writes what a file has of it to the member; it is pending then. */
    void read(CheckpointContents in) throws IOException;

    /** Makes bytes of objects, and objects of bytes. */
    record Format<T>(
            String name, Serializer<? super T> serializer, Deserializer<? extends T> deserializer) {
        void write(T object, DataOutputStream out) throws IOException {
            byte @Nullable [] bytes = serializer.serialize(name, object);
            if (bytes == null) {
                throw new SerializationException("the serializer made null of a " + name);
            }
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        T read(CheckpointContents in) throws IOException {
            byte[] bytes = in.readBytes(in.readInt());
            return FeedTopic.made(
                    deserializer.deserialize(name, bytes),
                    "the deserializer made null of a " + name);
        }
    }

    /** A map with long keys. */
    record OfLongMap<V>(GroupLongMap<V> member, Format<V> values) implements CheckpointMember {
        @Override
        public String kind() {
            return "map with long keys " + values.name;
        }

        @Override
        public boolean isIn(GroupView view) {
            return view.of(member) != null;
        }

        @Override
        public void write(GroupView view, DataOutputStream out) throws IOException {
            LongMapView<V> map = view.of(member);
            out.writeInt(map.size());
            for (LongMapCursor<V> cursor = map.cursor(); cursor.advance(); ) {
                out.writeLong(cursor.key());
                values.write(cursor.value(), out);
            }
        }

        @Override
        public void read(CheckpointContents in) throws IOException {
            LongWriteHandle<V> writer = member.writer();
            for (int left = in.readInt(); left > 0; left--) {
                writer.put(in.readLong(), values.read(in));
            }
        }
    }

    /** A map with keys of any class. */
    record OfMap<K, V>(GroupMap<K, V> member, Format<K> keys, Format<V> values)
            implements CheckpointMember {
        @Override
        public String kind() {
            return "map " + values.name;
        }

        @Override
        public boolean isIn(GroupView view) {
            return view.of(member) != null;
        }

        @Override
        public void write(GroupView view, DataOutputStream out) throws IOException {
            MapView<K, V> map = view.of(member);
            out.writeInt(map.size());
            for (Map.Entry<K, V> entry : map) {
                keys.write(entry.getKey(), out);
                values.write(entry.getValue(), out);
            }
        }

        @Override
        public void read(CheckpointContents in) throws IOException {
            WriteHandle<K, V> writer = member.writer();
            for (int left = in.readInt(); left > 0; left--) {
                writer.put(keys.read(in), values.read(in));
            }
        }
    }

    /** Sets of ids. */
    record OfIdSets(GroupIdSets member, String name) implements CheckpointMember {
        @Override
        public String kind() {
            return "id sets " + name;
        }

        @Override
        public boolean isIn(GroupView view) {
            return view.of(member) != null;
        }

        @Override
        public void write(GroupView view, DataOutputStream out) throws IOException {
            IdSetsView sets = view.of(member);
            long[] keys = sets.keys();
            out.writeInt(keys.length);
            for (long key : keys) {
                long[] ids = sets.ids(key);
                out.writeLong(key);
                out.writeInt(ids.length);
                for (long id : ids) {
                    out.writeLong(id);
                }
            }
        }

        @Override
        public void read(CheckpointContents in) throws IOException {
            IdSetsWriteHandle writer = member.writer();
            for (int left = in.readInt(); left > 0; left--) {
                long key = in.readLong();
                long[] ids = new long[in.readInt()];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = in.readLong();
                }
                writer.replace(key, ids);
            }
        }
    }
}
