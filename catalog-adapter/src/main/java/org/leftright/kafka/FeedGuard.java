// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightGroup;

/**
 * Holds back what the user's guard objects to. The feed's thread alone, but for {@link #showHeld}.
 */
final class FeedGuard {
    /** How often a guard that objects is asked again, whether records have come or not. */
    private static final long AGAIN_NS = Duration.ofSeconds(1).toNanos();

    /** How often, at most, a guard that changes its mind all the time is logged. */
    private static final long QUIET_NS = Duration.ofMinutes(1).toNanos();

    private final @Nullable ContentGuard guard;
    private final LeftRightGroup group;
    private final FeedReport report;
    private final LongSupplier clock;

    private @Nullable FeedHold hold;
    private long askedNs;
    private boolean said; // of this hold
    private boolean hasSaid; // ever, at saidNs
    private long saidNs;

    /** Whether its objections are passed over, until it has none. */
    private boolean passing;

    /** The hold that began then is to end. Written by any thread. */
    private volatile @Nullable Instant toldSince;

    FeedGuard(
            @Nullable ContentGuard guard,
            LeftRightGroup group,
            FeedReport report,
            LongSupplier clock) {
        this.guard = guard;
        this.group = group;
        this.report = report;
        this.clock = clock;
    }

    /** Whether there is a guard, and it has nothing against what is pending. */
    boolean approves() {
        return guard != null && objection(guard) == null;
    }

    /** Whether what is pending may be shown; says so if it may not, and when it may again. */
    boolean lets() {
        askedNs = clock.getAsLong();
        String objection = guard == null ? null : objection(guard);
        if (objection != null && !passing && !isTold()) {
            hold(objection);
            return false;
        }
        passing = objection != null;
        FeedHold ended = hold;
        if (ended != null) {
            hold = null;
            report.holds(null);
            if (said) {
                report.log(
                        Level.INFO,
                        objection == null
                                ? "shows what was held back since " + ended.since()
                                : "shows what the content guard objects to, as it was told to: "
                                        + objection);
            }
        }
        return true;
    }

    private @Nullable String objection(ContentGuard asked) {
        try {
            return group.<@Nullable String>read(
                    before ->
                            group.writer()
                                    .<@Nullable String>preview(
                                            (next, changes) ->
                                                    asked.objection(before, next, changes)));
        } catch (Throwable e) {
            if (Fatal.isFatal(e)) {
                throw (VirtualMachineError) e;
            }
            return "the content guard has thrown " + e;
        }
    }

    private void hold(String objection) {
        boolean isNew = hold == null;
        Instant since = hold == null ? Instant.now() : hold.since();
        FeedHold now = new FeedHold(objection, since);
        hold = now;
        if (isNew) {
            said = !hasSaid || askedNs - saidNs >= QUIET_NS;
            if (said) {
                hasSaid = true;
                saidNs = askedNs;
                report.log(
                        Level.WARNING,
                        "holds back what it has read: "
                                + objection
                                + "; readers go on with what they have until the content guard"
                                + " agrees, or showHeld() is called");
            }
        }
        report.holds(now);
    }

    /** Whether something is held back. */
    boolean isHolding() {
        return hold != null;
    }

    /** The time until the guard is asked again; not positive if it is to be asked now. */
    long againInNs() {
        return isTold() ? 0 : askedNs + AGAIN_NS - clock.getAsLong();
    }

    /** What was held back is taken back, or read again. */
    void forget() {
        passing = false;
        if (hold != null) {
            hold = null;
            report.holds(null);
        }
    }

    private boolean isTold() {
        FeedHold now = hold;
        return now != null && now.since().equals(toldSince);
    }

    /**
     * Asks for what is held back now to be shown. Any thread.
     *
     * @return whether anything is
     */
    boolean showHeld() {
        FeedHold now = report.hold();
        if (now != null) {
            toldSince = now.since(); // not a hold that begins meanwhile
        }
        return now != null;
    }
}
