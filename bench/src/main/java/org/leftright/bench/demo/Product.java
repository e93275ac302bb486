// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/**
 * What the shop knows of a product.
 *
 * @param code the stock code, with a suffix for the variants that scaling adds
 * @param description the description of the last sale that had one
 * @param unitPrice the price of the last sale of any variant
 * @param lastSeen the time of the last sale
 */
public record Product(
        String code, String description, BigDecimal unitPrice, LocalDateTime lastSeen) {

    /** Returns this product at another price. */
    Product at(BigDecimal price) {
        return new Product(code, description, price, lastSeen);
    }
}
