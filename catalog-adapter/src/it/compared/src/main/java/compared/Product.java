// SPDX-License-Identifier: Apache-2.0
package compared;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The value of a record in the topic of products, as JSON. */
record Product(String name, long price, int priceList) {
    static final Serde<Product> SERDE =
            Serdes.serdeFrom(
                    (topic, product) -> product.json().getBytes(StandardCharsets.UTF_8),
                    (topic, bytes) ->
                            bytes == null ? null : of(new String(bytes, StandardCharsets.UTF_8)));

    String json() {
        return "{\"name\":\""
                + name
                + "\",\"price\":"
                + price
                + ",\"priceList\":"
                + priceList
                + "}";
    }

    static Product of(String json) {
        int name = json.indexOf(':') + 2;
        return new Product(
                json.substring(name, json.indexOf('"', name)),
                number(json, "\"price\":"),
                (int) number(json, "\"priceList\":"));
    }

    static long number(String json, String field) {
        int from = json.indexOf(field) + field.length();
        int to = from;
        while (Character.isDigit(json.charAt(to))) {
            to++;
        }
        return Long.parseLong(json, from, to, 10);
    }
}
