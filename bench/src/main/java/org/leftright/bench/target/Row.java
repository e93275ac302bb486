// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.List;

/**
 * A row of the table of targets.
 *
 * @param number its number
 * @param title what is measured
 * @param target what is wanted, in words
 * @param checks the figures
 */
record Row(int number, String title, String target, List<Check> checks) {}
