package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * A reader for which the writer has waited in vain: it keeps its version of the data, unchanged,
 * and the writer has cloned the live side.
 *
 * @param thread the thread that reads, null if it could not be told
 * @param version the number of the first version that it kept from being written to
 * @param waitedNs the time from the flip that hid its side to the report, in nanoseconds
 */
public record Straggler(@Nullable Thread thread, long version, long waitedNs) {}
