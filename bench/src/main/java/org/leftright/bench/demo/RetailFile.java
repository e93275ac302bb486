// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads invoice lines from CSV (RFC 4180) with a header: the data set that is shipped, or a file of
 * the same kind. A line that cannot be used is left out, counted, and named.
 */
public final class RetailFile {
    private static final String RESOURCE = "online-retail-sample.csv.gz";
    private static final int NAMED = 5;

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
            RetailData data = read(new GZIPInputStream(packed).readAllBytes());
            if (data.badCount() > 0) {
                throw new IOException(RESOURCE + ": " + data.bad());
            }
            return data.lines();
        }
    }

    /**
     * Reads a file.
     *
     * @param file CSV, or CSV in gzip if its name ends with .gz
     * @return what it holds
     * @throws IOException if it cannot be read, has not the columns, or has no line that can be
     *     used
     */
    static RetailData read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
            return read(plain.readAllBytes());
        } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (IOException e) {
            throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the bytes of a file: UTF-8 with or without a byte order mark, or else Latin-1.
     *
     * @param bytes the file
     * @return what it holds
     * @throws IOException if it has not the columns, or no line that can be used
     */
    static RetailData read(byte[] bytes) throws IOException {
        if (bytes.length >= 2
                && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                        || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF))) {
            throw new IOException("it is UTF-16; save it as UTF-8");
        }
        String text;
        String encoding = "UTF-8";
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            encoding = "Latin-1";
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return parse(text.startsWith("\uFEFF") ? text.substring(1) : text, encoding);
    }

    private static RetailData parse(String text, String encoding) throws IOException {
        List<RetailLine> lines = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        int badCount = 0;
        try (CsvReader<CsvRecord> records =
                CsvReader.builder()
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(text)) {
            Iterator<CsvRecord> rows = records.iterator();
            if (!rows.hasNext()) {
                throw new IOException("it is empty");
            }
            RetailColumns columns = new RetailColumns(rows.next());
            while (rows.hasNext()) {
                CsvRecord row = rows.next();
                try {
                    lines.add(columns.line(lines.size(), row));
                } catch (IllegalArgumentException e) {
                    if (badCount++ < NAMED) {
                        bad.add("line " + row.getStartingLineNumber() + ": " + e.getMessage());
                    }
                }
            }
        } catch (CsvParseException e) {
            throw new IOException("it is not RFC 4180 CSV: " + e.getMessage(), e);
        }
        if (lines.isEmpty()) {
            throw new IOException("it has no line that can be used: " + bad);
        }
        return new RetailData(inOrderOfTime(lines), encoding, badCount, List.copyOf(bad));
    }

    /** Numbers the lines by time; those of one minute stay in the order of the file. */
    private static List<RetailLine> inOrderOfTime(List<RetailLine> lines) {
        List<RetailLine> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(RetailLine::time));
        for (int i = 0; i < sorted.size(); i++) {
            sorted.set(i, sorted.get(i).numbered(i));
        }
        return sorted;
    }
}
