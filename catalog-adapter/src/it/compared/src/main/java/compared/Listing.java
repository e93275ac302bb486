// SPDX-License-Identifier: Apache-2.0
package compared;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The value of a record in the topic of catalogs, as JSON. */
record Listing(int priceList, long[] products) {
    static final Serde<Listing> SERDE =
            Serdes.serdeFrom(
                    (topic, listing) -> listing.json().getBytes(StandardCharsets.UTF_8),
                    (topic, bytes) ->
                            bytes == null ? null : of(new String(bytes, StandardCharsets.UTF_8)));

    String json() {
        String ids = Arrays.toString(products).replace(" ", "");
        return "{\"priceList\":" + priceList + ",\"products\":" + ids + "}";
    }

    static Listing of(String json) {
        String[] ids = json.substring(json.indexOf('[') + 1, json.indexOf(']')).split(",");
        long[] products = Arrays.stream(ids).mapToLong(Long::parseLong).toArray();
        return new Listing((int) Product.number(json, "\"priceList\":"), products);
    }
}
