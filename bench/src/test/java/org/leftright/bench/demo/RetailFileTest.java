// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=RetailFileTest}. */
class RetailFileTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private static List<RetailLine> read(String rows) throws IOException {
        return RetailFile.read(
                new ByteArrayInputStream((HEADER + rows).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aQuotedFieldMayHoldCommasAndQuotes() throws IOException {
        RetailLine line =
                read("1,22423,\"RETRO \"\"TEA FOR ONE\"\", RED\",2,2011-01-04T10:05,12.75,,France\n")
                        .get(0);

        assertThat(line.description()).isEqualTo("RETRO \"TEA FOR ONE\", RED");
        assertThat(line.quantity()).isEqualTo(2);
        assertThat(line.unitPrice()).isEqualByComparingTo("12.75");
        assertThat(line.country()).isEqualTo("France");
    }

    @Test
    void aQuotedFieldMayHoldALineBreak() throws IOException {
        assertThat(read("1,22423,\"A\r\nB\",2,2011-01-04T10:05,1,,France\r\n"))
                .singleElement()
                .satisfies(line -> assertThat(line.description()).isEqualTo("A\r\nB"));
    }

    @Test
    void spacesAroundADescriptionAreDropped() throws IOException {
        assertThat(read("1,22423, TRAY ,2,2011-01-04T10:05,1,,France\n").get(0).description())
                .isEqualTo("TRAY");
    }

    @Test
    void linesOfOneHalfHourShareAWindow() throws IOException {
        List<RetailLine> lines =
                read(
                        "1,A,A,1,2011-01-04T10:00,1,,X\n"
                                + "1,A,A,1,2011-01-04T10:29,1,,X\n"
                                + "1,A,A,1,2011-01-04T10:30,1,,X\n");

        assertThat(lines.get(1).window()).isEqualTo(lines.get(0).window());
        assertThat(lines.get(2).window()).isEqualTo(lines.get(0).window() + 1);
    }

    @Test
    void aWrongFieldIsNamedWithItsLine() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "1,A,A,1,2011-01-04T10:00,1,,X\n"
                                                + "1,A,A,many,2011-01-04T10:00,1,,X\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("many");
    }

    @Test
    void theShippedFileIsWhatItsDescriptionSays() throws IOException {
        List<RetailLine> lines = RetailFile.readShipped();
        Set<String> codes = new HashSet<>();
        lines.forEach(line -> codes.add(line.code()));

        assertThat(lines).hasSize(40_000);
        assertThat(codes).hasSize(3_227);
        assertThat(lines).filteredOn(line -> line.invoice().startsWith("C")).hasSize(674);
        assertThat(lines).filteredOn(line -> line.unitPrice().signum() <= 0).hasSize(179);
        assertThat(lines).filteredOn(line -> line.description().isEmpty()).hasSize(105);
        assertThat(new Ids(lines).countries()).hasSize(36);
        assertThat(DeltaStream.windowCount(lines)).isEqualTo(4_722);
    }
}
