// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.util.Map;
import org.leftright.LeftRightLongMap;
import org.leftright.LeftRightMap;
import org.leftright.LongWriteHandle;
import org.leftright.ReadHandle;
import org.leftright.WriteHandle;
import org.leftright.catalog.ProductCatalog;

/** What a user's first program does. */
public class Main {
    public static void main(String[] args) {
        LeftRightMap<String, Integer> prices = LeftRightMap.create();
        WriteHandle<String, Integer> writer = prices.writer();
        writer.put("tea", 3);
        writer.refresh();
        try (ReadHandle<String, Integer> reader = prices.reader()) {
            check(reader.read(view -> view.get("tea")) == 3);
        }
        check(prices.snapshot().equals(Map.of("tea", 3)));

        LeftRightLongMap<String> names = LeftRightLongMap.create();
        LongWriteHandle<String> longWriter = names.writer();
        longWriter.put(17, "tea");
        longWriter.refresh();
        check(names.get(17).equals("tea"));

        ProductCatalog<String> catalog = ProductCatalog.create();
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(17, "tea");
                    batch.addToCatalog(1, 17);
                });
        check(catalog.catalogContains(1, 17));
        System.out.print("ok");
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }
}
