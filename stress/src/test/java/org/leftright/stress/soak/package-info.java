/** Short soaks, as a part of the build. */
@NullMarked
package org.leftright.stress.soak;

import org.jspecify.annotations.NullMarked;
