// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key classes known to be final and immutable: equal keys cannot be told apart, and {@code
 * equals} bears a key that another thread is just storing.
 */
final class ImmutableKeys {
    private ImmutableKeys() {}

    static boolean isKnown(@Nullable Object key) {
        if (key == null) {
            return false;
        }
        Class<?> type = key.getClass();
        return type == String.class
                || type == Long.class
                || type == Integer.class
                || type == UUID.class
                || key instanceof Enum
                || type == Short.class
                || type == Byte.class
                || type == Character.class
                || type == Double.class
                || type == Float.class
                || type == Boolean.class;
    }
}
