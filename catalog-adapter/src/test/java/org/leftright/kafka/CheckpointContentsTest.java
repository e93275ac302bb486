// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what is read with what a DataOutputStream wrote, wherever the window ends. */
class CheckpointContentsTest {
    private static final int[] SIZES = {0, 1, 65_535, 3, 65_536, 65_537, 64, 200_000, 5};

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_535, Integer.MAX_VALUE})
    void allIsReadAsItWasWritten(int atATime) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(written);
        Random random = new Random(1);
        byte[][] values = new byte[SIZES.length][];
        for (int i = 0; i < SIZES.length; i++) {
            values[i] = new byte[SIZES[i]];
            random.nextBytes(values[i]);
            out.writeLong(-i);
            out.writeInt(values[i].length);
            out.write(values[i]);
        }
        CheckpointContents contents = new CheckpointContents(channel(written, atATime));
        for (int i = 0; i < SIZES.length; i++) {
            assertThat(contents.readLong()).isEqualTo(-i);
            assertThat(contents.readBytes(contents.readInt())).isEqualTo(values[i]);
        }
        assertThatThrownBy(contents::readInt).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 70_000})
    void theChecksumIsOfSoManyBytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        new Random(2).nextBytes(bytes);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.write(bytes);
        new DataOutputStream(written).writeLong(17);
        CheckpointContents contents = new CheckpointContents(channel(written, 40_000));
        assertThat(contents.checksum(count)).isEqualTo(checksum.getValue());
        assertThat(contents.readLong()).isEqualTo(17);
    }

    @Test
    void whatEndsTooEarlyIsRefused() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.write(new byte[7]);
        assertThatThrownBy(() -> new CheckpointContents(channel(written, 100)).readLong())
                .isInstanceOf(EOFException.class)
                .hasMessage("it became shorter while it was read");
        assertThatThrownBy(() -> new CheckpointContents(channel(written, 100)).readBytes(8))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> new CheckpointContents(channel(written, 100)).checksum(8))
                .isInstanceOf(EOFException.class);
    }

    /** Gives so many bytes at a time, as a channel may. */
    private static ReadableByteChannel channel(ByteArrayOutputStream written, int atATime) {
        InputStream in =
                new ByteArrayInputStream(written.toByteArray()) {
                    @Override
                    public synchronized int read(byte[] into, int from, int count) {
                        return super.read(into, from, Math.min(count, atATime));
                    }

                    @Override
                    public synchronized int available() {
                        return 0; // else the channel asks again
                    }
                };
        return Channels.newChannel(in);
    }
}
