// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/** Reads the shipped data set: RFC 4180 CSV, sorted by time. */
public final class RetailFile {
    private static final String RESOURCE = "online-retail-sample.csv.gz";

    private RetailFile() {}

    /**
     * Reads the data set shipped with the demo.
     *
     * @return its lines, in order of time
     * @throws IOException if the resource is missing or not what it should be
     */
    public static List<RetailLine> readShipped() throws IOException {
        try (InputStream packed = RetailFile.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new FileNotFoundException(RESOURCE);
            }
            return read(new GZIPInputStream(packed));
        }
    }

    /**
     * Reads lines from CSV with a header.
     *
     * @param csv the text in UTF-8
     * @return the lines
     * @throws IOException if a line is not as it should be; the message names it
     */
    static List<RetailLine> read(InputStream csv) throws IOException {
        List<RetailLine> lines = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> records =
                CsvReader.builder().ofNamedCsvRecord(csv, StandardCharsets.UTF_8)) {
            for (NamedCsvRecord row : records) {
                lines.add(line(lines.size(), row));
            }
        } catch (CsvParseException e) {
            throw new IOException("the data set is not RFC 4180 CSV: " + e.getMessage(), e);
        }
        return lines;
    }

    private static RetailLine line(int number, NamedCsvRecord row) throws IOException {
        try {
            return new RetailLine(
                    number,
                    row.getField("InvoiceNo"),
                    row.getField("StockCode"),
                    row.getField("Description").strip(),
                    Integer.parseInt(row.getField("Quantity")),
                    LocalDateTime.parse(row.getField("InvoiceDate")),
                    new BigDecimal(row.getField("UnitPrice")),
                    row.getField("Country"));
        } catch (IllegalArgumentException | DateTimeParseException | NoSuchElementException e) {
            throw new IOException("line " + row.getStartingLineNumber() + ": " + e, e);
        }
    }
}
