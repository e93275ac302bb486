// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;

/**
 * The bytes of a checkpoint from some place on. Each number is one read of a buffer, where a
 * DataInputStream makes up to four calls: a start reads millions before any of this is compiled.
 */
final class CheckpointContents {
    private final ReadableByteChannel channel;
    private final ByteBuffer window = ByteBuffer.allocate(1 << 16).flip();

    CheckpointContents(ReadableByteChannel channel) {
        this.channel = channel;
    }

    int readInt() throws IOException {
        fill(Integer.BYTES);
        return window.getInt();
    }

    long readLong() throws IOException {
        fill(Long.BYTES);
        return window.getLong();
    }

    byte[] readBytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int inWindow = Math.min(count, window.remaining());
        window.get(bytes, 0, inWindow);
        ByteBuffer rest = ByteBuffer.wrap(bytes, inWindow, count - inWindow);
        while (rest.hasRemaining()) {
            readInto(rest);
        }
        return bytes;
    }

    /** Computes the CRC-32C of so many bytes, which are read. */
    long checksum(long count) throws IOException {
        CRC32C checksum = new CRC32C();
        for (long left = count; left > 0; ) {
            fill(1);
            int size = (int) Math.min(left, window.remaining());
            checksum.update(window.slice(window.position(), size));
            window.position(window.position() + size);
            left -= size;
        }
        return checksum.getValue();
    }

    private void fill(int count) throws IOException {
        if (window.remaining() < count) {
            window.compact();
            while (window.position() < count) {
                readInto(window);
            }
            window.flip();
        }
    }

    private void readInto(ByteBuffer buffer) throws IOException {
        if (channel.read(buffer) < 0) {
            throw new EOFException("it became shorter while it was read");
        }
    }
}
