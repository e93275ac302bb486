// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=RetailFileTest}. */
class RetailFileTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private static RetailData data(String text) throws IOException {
        return RetailFile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RetailLine> read(String rows) throws IOException {
        RetailData data = data(HEADER + rows);
        assertThat(data.bad()).isEmpty();
        return data.lines();
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

    @ParameterizedTest
    @CsvSource({
        "'1,A,A,many,2011-01-04T10:00,1,,X', many",
        "'1,A,A,1.5,2011-01-04T10:00,1,,X', 1.5",
        "'1,A,A,1,4.1.2011 10:00,1,,X', 4.1.2011 10:00",
        "'1,A,A,1,13/1/2011 10:00,1,,X', month first",
        "'1,A,A,1,2011-01-04T10:00,1e9,,X', 1e9",
        "'1,A,A,1,2011-01-04T10:00,£1,,X', £1",
        "'1,A,A,1,2011-01-04T10:00,1,,', no country",
        "'1,,A,1,2011-01-04T10:00,1,,X', no stock code",
        "'1,A~1,A,1,2011-01-04T10:00,1,,X', A~1",
        "'1,A,A,1', 4 fields"
    })
    void aLineThatCannotBeUsedIsLeftOutCountedAndNamed(String row, String named)
            throws IOException {
        RetailData data = data(HEADER + "1,A,A,1,2011-01-04T10:00,1,,X\n" + row + "\n");

        assertThat(data.lines()).hasSize(1);
        assertThat(data.badCount()).isEqualTo(1);
        assertThat(data.bad()).singleElement().asString().contains("line 3", named);
    }

    @Test
    void aFileOfBadLinesIsRefused() {
        assertThatThrownBy(() -> data(HEADER + "1,A,A,many,2011-01-04T10:00,1,,X\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no line that can be used")
                .hasMessageContaining("line 2");
    }

    @Test
    void theLaterDataSetsHeadersDatesAndQuantitiesAreRead() throws IOException {
        RetailData data =
                data(
                        "\uFEFFInvoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer"
                                + " ID,Country\r\n"
                                + "489434,79323P , CHERRY,12.0,12/1/2010 10:03,6.95,13085.0,Japan\r\n"
                                + "489435,79323P,CHERRY,1,2009-12-01 07:45:00,6.75,,Japan\r\n");

        assertThat(data.bad()).isEmpty();
        assertThat(data.lines())
                .extracting(line -> line.time().toString(), RetailLine::quantity)
                .containsExactly(tuple("2009-12-01T07:45", 1), tuple("2010-12-01T10:03", 12));
        assertThat(data.lines()).extracting(RetailLine::code).containsOnly("79323P");
        assertThat(data.lines()).extracting(RetailLine::number).containsExactly(0, 1);
    }

    @Test
    void aPoundSignInLatin1IsRead() throws IOException {
        String text = HEADER + "1,A,Voucher £40,1,2011-01-04T10:00,1,,X\n";

        RetailData data = RetailFile.read(text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(data.encoding()).isEqualTo("Latin-1");
        assertThat(data.lines().get(0).description()).isEqualTo("Voucher £40");
    }

    @Test
    void aMissingColumnIsNamedWithThoseThatAreThere() {
        assertThatThrownBy(() -> data("Invoice,StockCode,Description\n1,2,3\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Quantity")
                .hasMessageContaining("[Invoice, StockCode, Description]");
    }

    @Test
    void whatIsNoSuchFileIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data.csv");
        assertThatThrownBy(() -> RetailFile.read(file)).hasMessageContaining("data.csv");

        Files.write(file, HEADER.getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> RetailFile.read(file))
                .hasMessageContaining("data.csv")
                .hasMessageContaining("UTF-16");

        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> RetailFile.read(file)).hasMessageContaining("empty");
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
