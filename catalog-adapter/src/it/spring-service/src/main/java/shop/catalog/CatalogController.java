// SPDX-License-Identifier: Apache-2.0
package shop.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.leftright.catalog.ProductCatalog;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CatalogController {
    private static final int PAGE_SIZE = 20;

    private final ProductCatalog<?> catalog;

    CatalogController(ProductCatalog<?> catalog) {
        this.catalog = catalog;
    }

    @GetMapping("/products/{id}")
    ResponseEntity<?> product(@PathVariable long id) {
        return ResponseEntity.of(Optional.ofNullable(catalog.product(id)));
    }

    record Page(long version, int size, List<?> products) {}

    /** All of one version: no page shows the prices of two batches. */
    @GetMapping("/catalogs/{id}")
    Page page(@PathVariable long id, @RequestParam(defaultValue = "0") int page) {
        return catalog.read(
                view -> {
                    long[] ids = view.productIds(id);
                    Arrays.sort(ids);
                    List<?> products =
                            Arrays.stream(ids)
                                    .skip((long) page * PAGE_SIZE)
                                    .limit(PAGE_SIZE)
                                    .mapToObj(view::product)
                                    .filter(Objects::nonNull)
                                    .toList();
                    return new Page(view.version(), ids.length, products);
                });
    }
}
