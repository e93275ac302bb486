// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes what the library logs, until it is closed. */
final class TakenLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("org.leftright");
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();

    TakenLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    List<LogRecord> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(this);
    }
}
