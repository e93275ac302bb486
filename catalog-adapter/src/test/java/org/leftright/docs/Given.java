// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;
import org.leftright.catalog.ProductCatalog;

/**
 * What the examples take for granted; each runs as a subclass of this. They may write to the fields
 * from any thread.
 */
public abstract class Given {
    /** A product of a shop. */
    public record Product(String name, int price) {}

    /** Reads {@code name=price}. */
    public static final class ProductDeserializer implements Deserializer<Product> {
        @Override
        public @Nullable Product deserialize(String topic, byte @Nullable [] bytes) {
            if (bytes == null) {
                return null;
            }
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split("=");
            return new Product(parts[0], Integer.parseInt(parts[1]));
        }
    }

    /** Writes {@code name=price}. */
    public static final class ProductSerializer implements Serializer<Product> {
        @Override
        public byte @Nullable [] serialize(String topic, @Nullable Product product) {
            return product == null
                    ? null
                    : (product.name() + "=" + product.price()).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A state of the user's own. */
    public static final class State {}

    protected final Product tea = new Product("tea", 3);
    protected final ProductCatalog<Product> catalog = ProductCatalog.create();
    protected final LeftRight<State> leftRight =
            LeftRight.create(new State(), state -> new State());

    private final Set<Integer> reachedBlocks = new LinkedHashSet<>();
    private final Set<Integer> checkedLines = new LinkedHashSet<>();
    private final List<String> wrongValues = new ArrayList<>();

    protected static void use(Object something) {}

    protected static void render(Product product) {}

    protected static void serve(ProductCatalog<Product> catalog) {}

    /** The example. */
    public abstract void run() throws Exception;

    /** The block that begins at this line has run to its end. */
    protected final synchronized void reached(int line) {
        reachedBlocks.add(line);
    }

    /** What the comment says, and what it is. */
    protected final synchronized void yields(int line, String expected, @Nullable Object actual) {
        checkedLines.add(line);
        String shown = actual instanceof String ? '"' + actual.toString() + '"' : "" + actual;
        if (!shown.equals(expected)) {
            wrongValues.add(line + ": yields " + shown + ", not " + expected);
        }
    }

    final synchronized Set<Integer> reachedBlocks() {
        return Set.copyOf(reachedBlocks);
    }

    final synchronized Set<Integer> checkedLines() {
        return Set.copyOf(checkedLines);
    }

    final synchronized List<String> wrongValues() {
        return List.copyOf(wrongValues);
    }
}
