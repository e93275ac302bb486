package consumer

import org.leftright.LeftRightLongMap
import org.leftright.LeftRightMap
import org.leftright.MapView
import org.leftright.catalog.ProductCatalog

/** What the compiler has to refuse, each line that says so, and no other. */
fun nulls(
    prices: LeftRightMap<String, Int>,
    names: LeftRightLongMap<String>,
    catalog: ProductCatalog<String>,
) {
    val price: Int = prices.get("tea") // refused: there may be none
    val length = names.get(17).length // refused: there may be none
    val product: String = catalog.product(17) // refused: there may be none
    val old: Int = prices.writer().put("tea", 3) // refused: there may have been none
    prices.writer().put("tea", null) // refused: null is no value
    prices.writer().put(null, 3) // refused: null is no key
    names.writer().put(17, null) // refused: null is no value
    catalog.writer().upsertProduct(17, null) // refused: null is no product
    val nullable: LeftRightMap<String, Int?>? = null // refused: nor is a type with null
    val certain: Int = prices.getOrDefault("tea", 0)
    val version: Long = prices.writer().refresh(null)
    val sum: Int = prices.read { view: MapView<String, Int> -> view.size() }
}
