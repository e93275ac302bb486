// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What each kind of line means. Run alone: {@code mvn -pl bench -am test -Dtest=DeltaStreamTest}.
 */
class DeltaStreamTest {
    private static final String TEA = "22423";
    private static final String TRAY = "84029E";

    private final Lines lines = new Lines();

    private MapContents served() {
        return Served.all(lines.list(), 1);
    }

    @Test
    void aSaleSetsTheProductAndPutsItIntoItsCountrysCatalog() {
        lines.sale(TEA, "TEA POT", 2, "12.75", "France");

        MapContents served = served();

        Product product = served.products().get(1L);
        assertThat(product).isNotNull();
        assertThat(product.code()).isEqualTo(TEA);
        assertThat(product.description()).isEqualTo("TEA POT");
        assertThat(product.unitPrice()).isEqualByComparingTo("12.75");
        assertThat(product.lastSeen()).isEqualTo("2011-01-04T10:00");
        assertThat(served.productIds(1)).containsExactly(1);
    }

    @Test
    void theLastSalesPriceAndDescriptionStand() {
        lines.sale(TEA, "TEA POT", 2, "12.75", "France");
        lines.sale(TEA, "TEA POT, RED", 1, "10.95", "Spain");

        MapContents served = served();

        Product product = served.products().get(1L);
        assertThat(product).isNotNull();
        assertThat(product.description()).isEqualTo("TEA POT, RED");
        assertThat(product.unitPrice()).isEqualByComparingTo("10.95");
        assertThat(product.lastSeen()).isEqualTo("2011-01-04T10:30");
        assertThat(served.productIds(1)).containsExactly(1);
        assertThat(served.productIds(2)).containsExactly(1);
    }

    @Test
    void anEmptyDescriptionKeepsTheOneKnown() {
        lines.sale(TEA, "TEA POT", 2, "12.75", "France");
        lines.sale(TEA, "", 1, "10.95", "France");

        MapContents served = served();

        assertThat(served.products().get(1L)).extracting(Product::description).isEqualTo("TEA POT");
    }

    @Test
    void aProductWithoutAnyDescriptionIsCalledByItsCode() {
        lines.sale(TEA, "", 2, "12.75", "France");

        MapContents served = served();

        assertThat(served.products().get(1L)).extracting(Product::description).isEqualTo(TEA);
    }

    @Test
    void aPartlyCancelledSaleChangesNothing() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.cancelled(TEA, 2, "99.00", "France");

        MapContents served = served();

        assertThat(served.products().get(1L))
                .extracting(Product::description, p -> p.unitPrice().toString())
                .containsExactly("TEA POT", "12.75");
        assertThat(served.productIds(1)).containsExactly(1);
    }

    @Test
    void aProductLeavesTheCatalogWhereAllOfItIsTakenBack() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.sale(TEA, "TEA POT", 3, "12.75", "Spain");
        lines.cancelled(TEA, 3, "12.75", "France");

        MapContents served = served();

        assertThat(served.productIds(1)).isEmpty();
        assertThat(served.productIds(2)).containsExactly(1);
        assertThat(served.products()).containsKey(1L);
    }

    @Test
    void aProductInNoCatalogIsGone() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.cancelled(TEA, 4, "12.75", "France");

        MapContents served = served();

        assertThat(served.products()).isEmpty();
        assertThat(served.productIds(1)).isEmpty();
    }

    @Test
    void aProductThatWasGoneComesBackWithItsNextSale() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.cancelled(TEA, 3, "12.75", "France");
        lines.sale(TEA, "", 1, "9.95", "France");

        MapContents served = served();

        assertThat(served.products().get(1L)).extracting(Product::description).isEqualTo(TEA);
        assertThat(served.productIds(1)).containsExactly(1);
    }

    @Test
    void whatWasNeverBoughtCannotBeTakenBack() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.cancelled(TEA, 3, "12.75", "Spain");
        lines.cancelled(TRAY, 1, "1.00", "France");

        MapContents served = served();

        assertThat(served.products()).containsOnlyKeys(1L);
        assertThat(served.productIds(1)).containsExactly(1);
    }

    @Test
    void aCancellationWithAPositiveQuantityTakesBackAsWell() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.cancelled(TEA, -3, "12.75", "France");

        MapContents served = served();

        assertThat(served.products()).isEmpty();
    }

    @Test
    void anEmptyInvoiceNumberIsThatOfASale() {
        lines.add("", TEA, "TEA POT", 1, "1", "France");

        assertThat(served().products()).hasSize(1);
    }

    @Test
    void aServiceCodeIsNoProduct() {
        for (String code :
                List.of("POST", "DOT", "M", "D", "C2", "S", "BANK CHARGES", "AMAZONFEE", "CRUK")) {
            lines.sale(code, "SERVICE", 1, "18.00", "France");
        }

        assertThat(served().products()).isEmpty();
    }

    @Test
    void aGiftVoucherIsAProduct() {
        lines.sale("gift_0001_20", "Voucher", 1, "16.67", "X");

        assertThat(served().products()).hasSize(1);
    }

    @Test
    void aLineWithoutAPositivePriceChangesNothing() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.add("500003", TEA, "damaged", -3, "0", "France");
        lines.add("500004", TEA, "check", 5, "0.00", "Spain");
        lines.add("500005", TRAY, "bad debt", 1, "-11.06", "France");

        MapContents served = served();

        assertThat(served.products().get(1L)).extracting(Product::description).isEqualTo("TEA POT");
        assertThat(served.products()).hasSize(1);
        assertThat(served.catalogs()).containsOnlyKeys(1L);
    }

    @Test
    void aNegativeQuantityThatIsNoCancellationChangesNothing() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.add("500003", TEA, "LOST", -3, "12.75", "France");

        MapContents served = served();

        assertThat(served.productIds(1)).containsExactly(1);
    }

    @Test
    void aWindowChangesAKeyOnce() {
        lines.together().sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.sale(TEA, "TEA POT", 3, "10.95", "France");
        lines.cancelled(TEA, 6, "10.95", "France");
        List<RetailLine> window = lines.list();

        Delta delta = new DeltaStream(window, new Ids(window), 1).next();

        assertThat(delta.products()).containsExactly(new Delta.ProductChange(1, null));
        assertThat(delta.members()).containsExactly(new Delta.MemberChange(1, 1, false));
    }

    @Test
    void aCodesFirstSaleBringsAllItsVariantsAndALaterOneConcernsOne() {
        lines.sale(TEA, "TEA POT", 3, "12.75", "France");
        lines.sale(TEA, "TEA POT", 1, "10.95", "Spain");

        MapContents served = Served.all(lines.list(), 3);

        assertThat(served.products().values())
                .extracting(Product::code, p -> p.unitPrice().toString())
                .containsExactly(
                        tuple("22423", "10.95"),
                        tuple("22423~1", "10.95"),
                        tuple("22423~2", "10.95"));
        assertThat(served.productIds(1)).containsExactly(1, 1_000_001, 2_000_001);
        assertThat(served.productIds(2)).containsExactly(1_000_001);
    }
}
