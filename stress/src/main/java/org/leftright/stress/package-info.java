// SPDX-License-Identifier: Apache-2.0
/**
 * The jcstress tests of the protocol, on the shipped classes and through their public API only.
 *
 * <p>Each test is one small file: what could go wrong, how it could be reached, and the command
 * that runs it alone. All share the {@link org.leftright.stress.Observer}, which knows every way
 * for a read to be wrong, and the {@link org.leftright.stress.Verdict} that a test reports. No test
 * adds a hook to the library: windows are stretched by states of the tests' own, whose ops pause
 * halfway.
 *
 * <p>That each test can fail is shown by {@link org.leftright.stress.run}, which runs it on builds
 * of the library that are broken on purpose.
 */
@NullMarked
package org.leftright.stress;

import org.jspecify.annotations.NullMarked;
