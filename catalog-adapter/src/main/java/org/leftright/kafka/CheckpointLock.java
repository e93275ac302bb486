// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the feeds of other processes, and others of this one, from writing to one checkpoint. The
 * lock is on a file beside it, which stays: a file that is deleted may be locked by one process and
 * made again by the next. One thread at a time.
 */
final class CheckpointLock implements AutoCloseable {
    /**
     * Locked by this process. Looked at first, since to close a second channel of a locked file may
     * release the lock.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private @Nullable Path held;
    private @Nullable FileChannel channel;

    CheckpointLock(Path checkpoint) {
        this.file = checkpoint.resolveSibling(checkpoint.getFileName() + ".lock");
    }

    /**
     * Takes the lock, unless it has been taken before.
     *
     * @throws IOException if another feed has it, or there is none to be had in this folder
     */
    void acquire() throws IOException {
        if (channel != null) {
            return;
        }
        Path real = realPath();
        if (!HELD.add(real)) {
            throw taken();
        }
        held = real;
        try {
            channel = open();
        } finally {
            if (channel == null) {
                close();
            }
        }
    }

    private Path realPath() throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return folder == null
                ? absolute
                : folder.toRealPath().resolve(absolute.getFileName().toString());
    }

    private FileChannel open() throws IOException {
        FileChannel opened =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        CheckpointFile.ofOwner(file));
        boolean locked = false;
        try {
            locked = opened.tryLock() != null;
            if (!locked) {
                throw taken();
            }
            return opened;
        } finally {
            if (!locked) {
                opened.close();
            }
        }
    }

    private static IOException taken() {
        return new IOException(
                "another feed keeps it, in this process or another: give each feed a file of its"
                        + " own");
    }

    /** Releases the lock, if it is held. */
    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            channel = null;
            if (held != null) {
                HELD.remove(held);
                held = null;
            }
        }
    }
}
