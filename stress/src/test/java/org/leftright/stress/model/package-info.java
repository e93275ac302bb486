// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.leftright.stress.model;

import org.jspecify.annotations.NullMarked;
