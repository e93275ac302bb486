package consumer

import org.leftright.LeftRight
import org.leftright.LeftRightLongMap
import org.leftright.LeftRightMap
import org.leftright.catalog.ProductCatalog

/** What a user's first program does, in Kotlin. */
fun main() {
    val prices = LeftRightMap.create<String, Int>()
    prices.writer().batch { writer ->
        writer.put("tea", 3)
        writer.merge("tea", 1) { old, more -> old + more }
        writer.computeIfPresent("tea") { _, old -> if (old > 100) null else old }
    }
    val price: Int? = prices.get("tea")
    check(price == 4)
    check(prices.getOrDefault("milk", 0) == 0)
    val sum: Int = prices.read { view -> (view.get("tea") ?: 0) + (view.get("milk") ?: 0) }
    check(sum == 4)
    val nothing: Int? = prices.read { view -> view.get("milk") }
    check(nothing == null)
    prices.enter().use { view -> for ((_, value) in view) check(value == 4) }
    prices.reader().use { reader -> check(reader.read { it.size() } == 1) }
    val kept: Map<String, Int> = prices.snapshot()
    check(kept["tea"] == 4)

    val names = LeftRightLongMap.create<String>()
    names.writer().put(17, "tea")
    names.writer().refresh("attachment")
    check(names.get(17)?.length == 3)
    check(names.attachment() == "attachment")

    val counts = LeftRight.create(HashMap<String, Int>()) { HashMap(it) }
    counts.write { it.put("tea", 1) }
    counts.refresh()
    check(counts.read { it["tea"] } == 1)

    val catalog = ProductCatalog.create<String>()
    catalog.applyBatch { batch ->
        batch.upsertProduct(17, "tea")
        batch.addToCatalog(1, 17)
    }
    val product: String? = catalog.product(17)
    check(product == "tea")
    catalog.forEachProduct(1) { id, named -> check(id == 17L && named.length == 3) }
    print("ok")
}
