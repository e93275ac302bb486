// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.leftright.stress.litmus;

import org.jspecify.annotations.NullMarked;
