// SPDX-License-Identifier: Apache-2.0
package shop;

public record Product(String name, long priceInCents) {}
