// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The models against the results that their authors publish. A model that forbids too much would
 * call anything proven; one that allows too much would find faults everywhere.
 */
class PublishedResultsTest {
    /**
     * Programs and names of the artifact of "Compiling Volatile Correctly in Java" (ECOOP 2022),
     * the results as its tool prints them with its cat file; the last two are not in the artifact.
     * Where a program there branches, this is the path that its outcome takes. Remarkable: two
     * opaque loads may see a store and then the initial value ({@code W+RR}), since that has no
     * mode; and there are no release sequences ({@code mp_relacq_rs}).
     */
    private static final String JAM21 =
            """
            allowed   SB                  x.setOpaque(1); y.getOpaque()==0 | y.setOpaque(1); x.getOpaque()==0
            forbidden SB+mfence           x.setOpaque(1); fullFence(); y.getOpaque()==0 | y.setOpaque(1); fullFence(); x.getOpaque()==0
            allowed   X005                x.setOpaque(1); fullFence(); y.getOpaque()==0 | y.setOpaque(1); x.getOpaque()==0
            forbidden a4                  x.setVolatile(1); y.getVolatile()==0 | y.setVolatile(1); x.getVolatile()==0
            allowed   SB+rfi-pos          x.setOpaque(1); x.getOpaque()==1; y.getOpaque()==0 | y.setOpaque(1); y.getOpaque()==1; x.getOpaque()==0
            allowed   podrw001            z.setOpaque(1); x.getOpaque()==0 | x.setOpaque(1); y.getOpaque()==0 | y.setOpaque(1); z.getOpaque()==0
            allowed   X001                x.setOpaque(1); y.getOpaque()==0 | y.setOpaque(1); y.getOpaque()==1; x.getOpaque()==0
            allowed   X002                x.setOpaque(1); fullFence(); y.getOpaque()==0 | y.setOpaque(1); y.getOpaque()==1; x.getOpaque()==0
            allowed   X003                x.setOpaque(1); y.setOpaque(1) | y.setOpaque(2); y.getOpaque()==2; x.getOpaque()==0 || y=2
            allowed   X006                x.setOpaque(1); y.setOpaque(1) | y.setOpaque(2); x.getOpaque()==0 || y=2
            allowed   x86-2+2W            x.setOpaque(2); y.setOpaque(1) | y.setOpaque(2); x.setOpaque(1) || x=2 y=2
            forbidden 2+2W                x.setVolatile(1); y.setVolatile(2); y.getOpaque()==1 | y.setVolatile(1); x.setVolatile(2); x.getOpaque()==1
            forbidden CoRWR               x.getOpaque()==1; x.setOpaque(1); x.getOpaque()==0
            allowed   W+RR                x.setOpaque(1) | x.getOpaque()==1; x.getOpaque()==0
            forbidden LB                  x.getOpaque()==1; y.setOpaque(1) | y.getOpaque()==1; x.setOpaque(1)
            forbidden cyc                 x.getOpaque()==1; y.setOpaque(1) | y.getOpaque()==1; x.setOpaque(1)
            allowed   cyc_na              x.get()==1; y.set(1) | y.get()==1; x.set(1)
            forbidden totalco             x.getOpaque()==1; x.setOpaque(1) | y.getAcquire()==1; x.setOpaque(2) | x.getAcquire()==1; y.setOpaque(1)
            allowed   iriw                y.getOpaque()==1; x.getOpaque()==0 | x.setOpaque(1) | x.getOpaque()==1; y.getOpaque()==0 | y.setOpaque(1)
            allowed   IRIW+poaps+LL       x.setRelease(1) | y.setRelease(1) | x.getAcquire()==1; y.getOpaque()==0 | y.getAcquire()==1; x.getOpaque()==0
            allowed   IRIW+poaas+LL       x.setRelease(1) | y.setRelease(1) | x.getAcquire()==1; y.getAcquire()==0 | y.getAcquire()==1; x.getAcquire()==0
            allowed   cppmem_iriw_relacq  x.setVolatile(1) | y.setVolatile(1) | x.getAcquire()==1; y.getAcquire()==0 | y.getAcquire()==1; x.getAcquire()==0
            allowed   IRIW-acq-sc         x.setVolatile(1) | y.setVolatile(1) | x.getAcquire()==1; y.getVolatile()==0 | y.getAcquire()==1; x.getVolatile()==0
            allowed   IRIW-sc-rlx-acq     x.setVolatile(1); x.setOpaque(2) | y.setVolatile(1); y.setOpaque(2) | x.getAcquire()==2; y.getAcquire()==0 | y.getAcquire()==2; x.getAcquire()==0
            forbidden iriw_sc             x.setVolatile(1) | y.setVolatile(1) | x.getVolatile()==1; y.getVolatile()==0 | y.getVolatile()==1; x.getVolatile()==0
            forbidden RWC+syncs           x.setOpaque(1) | x.getOpaque()==1; fullFence(); y.getOpaque()==0 | y.setOpaque(1); fullFence(); x.getOpaque()==0
            forbidden W+RWC               x.setOpaque(1); z.setRelease(1) | z.getAcquire()==1; fullFence(); y.getOpaque()==0 | y.setOpaque(1); fullFence(); x.getOpaque()==0
            allowed   Z6.U                x.setVolatile(1); y.setRelease(1) | y.compareAndSet(1,2); y.getOpaque()==3 | y.setVolatile(3); x.getVolatile()==0
            allowed   mp_relaxed          x.set(1); y.setOpaque(1) | y.getOpaque()==1; x.get()==0
            forbidden mp_relacq           x.set(1); y.setRelease(1) | y.getAcquire()==1; x.get()==0
            forbidden mp_sc               x.set(1); y.setVolatile(1) | y.getVolatile()==1; x.get()==0
            forbidden mp_fences           x.set(1); releaseFence(); y.setOpaque(1) | y.getOpaque()==1; acquireFence(); x.get()==0
            allowed   mp_relacq_rs        x.set(1); y.setRelease(1); y.setOpaque(2) | y.getAcquire()==2; x.get()==0
            forbidden ra-non-global.4     y.setVolatile(2); x.getVolatile()==0 | x.setVolatile(1) | x.getVolatile()==1; y.setVolatile(1) | y.getVolatile()==1; y.getVolatile()==2
            forbidden ra-non-global.5     x.setVolatile(1); y.getVolatile()==0 | y.setVolatile(1) | y.getVolatile()==1; z.setVolatile(1) | z.setVolatile(2); x.getVolatile()==0 | z.getVolatile()==1; z.getVolatile()==2
            forbidden fig6                x.setOpaque(1); x.setVolatile(2); y.setVolatile(1) | x.setOpaque(3); y.setVolatile(2) | y.setVolatile(3); x.getVolatile()==1 | x.getOpaque()==1; x.getOpaque()==2; x.getOpaque()==3; y.getOpaque()==1; y.getOpaque()==2; y.getOpaque()==3
            forbidden CoRW2               x.setOpaque(1) | x.getOpaque()==1; x.setOpaque(2) || x=1
            forbidden two-updates         x.compareAndSet(0,1) | x.compareAndSet(0,1)
            """;

    /**
     * Programs, names and results of the catalogues {@code aarch64} and {@code
     * aarch64-readers-guide} that Arm and the authors of herd publish with the model (kinds.txt);
     * from {@code MP+dmb.st+dmb.ld} on, further members of these families, with what herd prints
     * for them by Arm's cat file.
     */
    private static final String AARCH64 =
            """
            allowed   2+2W                str x=2; str y=1 | str y=2; str x=1 || x=2 y=2
            allowed   2+2W+dmb.sy+po      str x=2; dmb sy; str y=1 | str y=2; str x=1 || x=2 y=2
            forbidden 2+2W+dmb.sys        str x=2; dmb sy; str y=1 | str y=2; dmb sy; str x=1 || x=2 y=2
            allowed   LB                  ldr x=1; str y=1 | ldr y=1; str x=1
            allowed   LB+dmb.sy+po        ldr x=1; dmb sy; str y=1 | ldr y=1; str x=1
            forbidden LB+dmb.sys          ldr x=1; dmb sy; str y=1 | ldr y=1; dmb sy; str x=1
            forbidden LB+rel+data-post    ldr x=1; stlr y=1 | ldr y=1; str x=1 data:0
            forbidden LB+rel+LDADD        ldr y=1; stlr x=1 | ldr x=1; ldxr y=0; stxr y=1 data:0
            allowed   MP                  str x=1; str y=1 | ldr y=1; ldr x=0
            allowed   MP+dmb.sy+po        str x=1; dmb sy; str y=1 | ldr y=1; ldr x=0
            allowed   MP+po+dmb.sy        str x=1; str y=1 | ldr y=1; dmb sy; ldr x=0
            forbidden MP+dmb.sys          str x=1; dmb sy; str y=1 | ldr y=1; dmb sy; ldr x=0
            forbidden MP+rel+acq          str x=1; stlr y=1 | ldar y=1; ldr x=0
            forbidden MP+rel+acqpc        str x=1; stlr y=1 | ldapr y=1; ldr x=0
            forbidden MP+rel+swp-acq      str x=1; stlr y=1 | ldxr y=1; stxr y=2; ldar y=?; ldr x=0
            forbidden MP+rel+rmw-lrs-acq  str x=1; stlr y=1 | ldxr y=1; stxr y=2; ldar y=2; ldr x=0
            forbidden MP+rel+SWP-dmb.ld   str x=1; stlr y=1 | ldxr y=1; stxr y=2; dmb ld; ldr x=0
            forbidden MP+rel+SWPacq       str x=1; stlr y=1 | ldaxr y=1; stxr y=2; ldr x=0
            allowed   MP+rel+addr-po-loc-addr str x=1; stlr y=1 | ldr y=1; ldr z=0 addr:0; ldr z=0; ldr x=0 addr:2
            forbidden MP+rel+addr-lrs-acq str x=1; stlr y=1 | ldr y=1; str z=1 addr:0; ldar z=1; ldr x=0
            forbidden MP+rel+data-lrs-acq str x=1; stlr y=1 | ldr y=1; str z=1 data:0; ldar z=1; ldr x=0
            allowed   MP+rel+ctrl-lrs-acq str x=1; stlr y=1 | ldr y=1; str z=1 ctrl:0; ldar z=1; ldr x=0
            allowed   MP+popl+ctrl-rfi-addr str x=1; stlr y=1 | ldr y=1; str z=1 ctrl:0; ldr z=1; ldr x=0 addr:2
            allowed   R                   str x=1; str y=1 | str y=2; ldr x=0 || y=2
            allowed   R+dmb.sy+po         str x=1; dmb sy; str y=1 | str y=2; ldr x=0 || y=2
            allowed   R+po+dmb.sy         str x=1; str y=1 | str y=2; dmb sy; ldr x=0 || y=2
            forbidden R+dmb.sys           str x=1; dmb sy; str y=1 | str y=2; dmb sy; ldr x=0 || y=2
            allowed   S                   str x=2; str y=1 | ldr y=1; str x=1 || x=2
            allowed   S+dmb.sy+po         str x=2; dmb sy; str y=1 | ldr y=1; str x=1 || x=2
            allowed   S+po+dmb.sy         str x=2; str y=1 | ldr y=1; dmb sy; str x=1 || x=2
            forbidden S+dmb.sys           str x=2; dmb sy; str y=1 | ldr y=1; dmb sy; str x=1 || x=2
            allowed   SB                  str x=1; ldr y=0 | str y=1; ldr x=0
            allowed   SB+dmb.sy+po        str x=1; dmb sy; ldr y=0 | str y=1; ldr x=0
            forbidden SB+dmb.sys          str x=1; dmb sy; ldr y=0 | str y=1; dmb sy; ldr x=0
            forbidden SB+dmb.sy+rel-acq   str x=1; dmb sy; ldr y=0 | stlr y=1; ldar x=0
            allowed   SB+dmb.sy+rel-acqpc str x=1; dmb sy; ldr y=0 | stlr y=1; ldapr x=0
            allowed   SB+rfi-dmb.ld+rfi-dmb.ld str x=1; ldr x=1; dmb ld; ldr y=0 | str y=1; ldr y=1; dmb ld; ldr x=0
            allowed   IRIW                str x=1 | ldr x=1; ldr y=0 | str y=1 | ldr y=1; ldr x=0
            forbidden IRIW+dmb.lds        str x=1 | ldr x=1; dmb ld; ldr y=0 | str y=1 | ldr y=1; dmb ld; ldr x=0
            allowed   WRC                 str x=1 | ldr x=1; str y=1 | ldr y=1; ldr x=0
            forbidden WRC+rel+addr        str x=1 | ldr x=1; stlr y=1 | ldr y=1; ldr x=0 addr:0
            allowed   ISA2                str x=1; str y=1 | ldr y=1; str z=1 | ldr z=1; ldr x=0
            allowed   Z6.3                str x=1; str y=1 | str y=2; str z=1 | ldr z=1; ldr x=0 || y=2
            allowed   RWC                 str x=1 | ldr x=1; ldr y=0 | str y=1; ldr x=0
            allowed   WWC                 str x=2 | ldr x=2; str y=1 | ldr y=1; str x=1 || x=2
            allowed   W+RW+2W             str x=2 | ldr x=2; str y=1 | str y=2; str x=1 || x=2 y=2
            allowed   RSW                 str x=1; stlr y=1 | ldr y=1; ldr z=0 addr:0; ldr z=0; ldr x=0 addr:2
            forbidden RDW                 str x=1; stlr y=1 | ldr y=1; ldr z=0 addr:0; ldr z=1; ldr x=0 addr:2 | str z=1
            allowed   PPOAA               str x=1; str y=1 | ldr y=1; str z=1 addr:0; ldr z=1; ldr x=0 addr:2
            allowed   PPOCA               str x=1; str y=1 | ldr y=1; str z=1 ctrl:0; ldr z=1; ldr x=0 addr:2
            forbidden coRR                str x=1 | ldr x=1; ldr x=0
            forbidden coRW1               ldr x=1; str x=1
            forbidden coRW2               str x=1 | ldr x=1; str x=2 || x=1
            forbidden coWR                str x=1; ldr x=0
            forbidden coWW                str x=1; str x=2 || x=1
            forbidden rmw-ldxr-stxr       str x=1 | ldxr x=0; stxr x=2 || x=2
            forbidden MP+dmb.st+dmb.ld    str x=1; dmb st; str y=1 | ldr y=1; dmb ld; ldr x=0
            allowed   MP+dmb.st+po        str x=1; dmb st; str y=1 | ldr y=1; ldr x=0
            forbidden 2+2W+dmb.sts        str x=2; dmb st; str y=1 | str y=2; dmb st; str x=1 || x=2 y=2
            forbidden LB+dmb.lds          ldr x=1; dmb ld; str y=1 | ldr y=1; dmb ld; str x=1
            allowed   SB+dmb.lds          str x=1; dmb ld; ldr y=0 | str y=1; dmb ld; ldr x=0
            allowed   SB+dmb.sts          str x=1; dmb st; ldr y=0 | str y=1; dmb st; ldr x=0
            allowed   LB+dmb.st+dmb.ld    ldr x=1; dmb st; str y=1 | ldr y=1; dmb ld; str x=1
            forbidden LB+datas            ldr x=1; str y=1 data:0 | ldr y=1; str x=1 data:0
            forbidden LB+ctrls            ldr x=1; str y=1 ctrl:0 | ldr y=1; str x=1 ctrl:0
            forbidden LB+addrs+WW         ldr x=1; str z=1 addr:0; str y=1 | ldr y=1; str w=1 addr:0; str x=1
            forbidden LB+datas-wsi        ldr x=1; str y=1 data:0; str y=2 | ldr y=2; str x=1 data:0
            forbidden MP+rel-wsi+acq      str x=1; stlr y=1; str y=2 | ldar y=2; ldr x=0
            forbidden MP+dmb.st+rfi-addr  str x=1; dmb st; str y=1 | ldr y=1; str z=1 data:0; ldr z=1; ldr x=0 addr:2
            forbidden R+rels              str x=1; stlr y=1 | stlr y=2; ldar x=0 || y=2
            forbidden S+rel+data          str x=2; stlr y=1 | ldr y=1; str x=1 data:0 || x=2
            forbidden WRC+rels+acq        str x=1 | ldr x=1; stlr y=1 | ldar y=1; ldr x=0
            """;

    private static Stream<Arguments> table(String table) {
        return table.lines()
                .map(line -> line.split(" +", 3))
                .map(row -> Arguments.of(row[0], row[1], row[2]));
    }

    static Stream<Arguments> jam21() {
        return table(JAM21);
    }

    static Stream<Arguments> aarch64() {
        return table(AARCH64);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("jam21")
    void jam21SaysWhatItsAuthorsPublish(String result, String name, String program) {
        assertThat(Jam21.CAT.allows(Notation.parse(program)))
                .as("%s: %s", name, program)
                .isEqualTo(result.equals("allowed"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("aarch64")
    void aarch64SaysWhatItsAuthorsPublish(String result, String name, String program) {
        assertThat(new AArch64().allows(Notation.parse(program)))
                .as("%s: %s", name, program)
                .isEqualTo(result.equals("allowed"));
    }
}
