// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** The field of a {@link Live} or of a {@link GroupMember}, between padding. */
abstract class LiveField<S> extends Padding {
    /** Volatile; see the partners named where it is loaded and stored. */
    volatile Version<S> live;

    LiveField(Version<S> first) {
        this.live = first;
    }
}
