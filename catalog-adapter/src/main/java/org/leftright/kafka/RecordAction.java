// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

/** What a record says of its key; see {@link RecordRule}. */
public enum RecordAction {
    /**
     * The product has the record's value, or, if the deserializer makes null of it, is removed; the
     * product is in the catalog, whatever the value.
     */
    PUT,
    /**
     * The product is removed, from the products or from the catalog; the value is not looked at.
     */
    REMOVE,
    /** Nothing; neither key nor value is looked at. The record counts as read. */
    IGNORE
}
