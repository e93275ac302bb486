// SPDX-License-Identifier: Apache-2.0
package compared;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured of one contender. */
final class Row {
    static final String BATCHES =
            """
            | | torn answers | while the broker was down, answers | batch visible after its commit: median | longest | first batch after the broker's return |
            |---|---|---|---|---|---|
            """;
    static final String SIZES =
            """
            | | start | heap | off the heap | files | one product: median | 99% within | a catalog and its products: median |
            |---|---|---|---|---|---|---|---|
            """;

    final String title;
    final List<Long> startNs = new ArrayList<>();
    final List<Long> heap = new ArrayList<>();
    final List<Long> readerHeap = new ArrayList<>();
    final List<Long> offHeap = new ArrayList<>();
    final List<Long> files = new ArrayList<>();
    final List<Long> lookupNs = new ArrayList<>();
    final List<Long> catalogNs = new ArrayList<>();
    Reader reader;
    int batchesBeforeReturn;

    Row(String title) {
        this.title = title;
    }

    String batches() {
        Tally tally = reader.tally;
        List<Long> delays = new ArrayList<>(reader.delaysNs);
        long afterReturn = delays.remove(batchesBeforeReturn);
        return cells(
                number("%,d of %,d", tally.torn, tally.answers),
                number("%,d", reader.whileDown.answers),
                ms(percentile(delays, 50)),
                ms(percentile(delays, 100)),
                ms(afterReturn));
    }

    String sizes() {
        long all = percentile(heap, 50);
        long withoutWriter = percentile(readerHeap, 50);
        String ofReader =
                all - withoutWriter < all / 5 + 2_000_000 // a difference that means something
                        ? ""
                        : number("; %,.0f without its producer", mb(withoutWriter));
        return cells(
                number("%,.1f s", percentile(startNs, 50) / 1e9),
                number("%,.0f MB", mb(all)) + ofReader,
                size(percentile(offHeap, 50)),
                size(percentile(files, 50)),
                number("%,d ns", percentile(lookupNs, 50)),
                number("%,d ns", percentile(lookupNs, 99)),
                number("%,.1f µs", percentile(catalogNs, 50) / 1e3));
    }

    private String cells(String... cells) {
        return "| " + title + " | " + String.join(" | ", cells) + " |\n";
    }

    private static String ms(long ns) {
        return number("%,.0f ms", ns / 1e6);
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? "-" : number("%,.0f MB", mb(bytes));
    }

    private static double mb(long bytes) {
        return bytes / 1e6;
    }

    static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    static long percentile(List<Long> values, int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * percent / 100];
    }
}
