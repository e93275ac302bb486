// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;

/**
 * What was read of a file.
 *
 * @param lines the lines that can be used, in order of time
 * @param encoding what its bytes were taken for
 * @param badCount how many lines cannot be used
 * @param bad the first of them, each with its number and the reason
 */
record RetailData(List<RetailLine> lines, String encoding, int badCount, List<String> bad) {}
