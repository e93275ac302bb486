@NullMarked
package org.leftright.stress.model;

import org.jspecify.annotations.NullMarked;
