// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leftright.catalog.CatalogEntry;

/** Which keys a feed takes for ids unless told otherwise. */
class StrictKeysTest {
    private static final String TOPIC = "topic";

    @Test
    void eightBytesAreAnIdAndSixteenAreTwo() {
        assertThat(StrictKeys.productId(TOPIC, FeedTopics.key(-5))).isEqualTo(-5);
        assertThat(StrictKeys.entry(TOPIC, FeedTopics.key(7, Long.MIN_VALUE)))
                .isEqualTo(new CatalogEntry(7, Long.MIN_VALUE));
        // What cannot be told from ids
        assertThat(StrictKeys.productId(TOPIC, bytes("SKU-1234"))).isPositive();
        assertThat(StrictKeys.productId(TOPIC, bytes("1234567/"))).isPositive();
    }

    @Test
    void aNumberAsTextIsNoId() {
        assertThatThrownBy(() -> StrictKeys.productId(TOPIC, bytes("12345678")))
                .isInstanceOf(SerializationException.class)
                .hasMessage(
                        "the key is the text \"12345678\", not ids of 8 bytes each;"
                                + " productKeyDeserializer can read text, or numbers that look"
                                + " like it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000712345678", "ABCDEFGH12345678", "12345678ABCDEFGH"})
    void anEntryHasNoIdAsText(String key) {
        assertThatThrownBy(() -> StrictKeys.entry(TOPIC, bytes(key)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("the key is the text \"" + key + "\"")
                .hasMessageContaining("entryKeyDeserializer");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
