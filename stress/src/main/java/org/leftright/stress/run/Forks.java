// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

/** Runs jcstress tests in forks. */
interface Forks {
    /** How often a fork of the unbroken library may end without a result. */
    int ATTEMPTS = 3;

    /**
     * Runs a test.
     *
     * @throws IllegalStateException if the machine has too few processors for the test
     */
    ForkLog run(Jcstress.Job job) throws InterruptedException;

    /**
     * Runs a test of the library as it is. A fork that crashed or hung is run again, since another
     * process may have taken the memory or the time that it needed; what an actor threw is a
     * result.
     */
    default ForkLog runUnbroken(Jcstress.Job job) throws InterruptedException {
        ForkLog log = run(job);
        String mishaps = "";
        for (int attempt = 1; attempt < ATTEMPTS && !log.hasResult(); attempt++) {
            mishaps += "attempt " + attempt + ": " + log.how() + "; ";
            log = run(job);
        }
        return log.after(mishaps);
    }
}
