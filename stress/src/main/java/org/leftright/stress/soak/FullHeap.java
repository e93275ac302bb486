// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.ArrayList;
import java.util.List;
import org.leftright.LeftRight;
import org.leftright.LeftRightMap;
import org.leftright.MapView;
import org.leftright.ReadHandle;
import org.leftright.Reader;

/**
 * What the library does when there is no memory for one more object, however small: a refresh fails
 * before it has made anything visible or not at all, and no handle is lost.
 *
 * <pre>
 * java -Xmx24m -XX:+UseSerialGC -cp stress/target/stress.jar org.leftright.stress.soak.FullHeap
 * </pre>
 *
 * <p>Exits with 0 only if so.
 */
public final class FullHeap {
    private static final int HANDLES = 40;
    private static final int ROUNDS = 20;
    private static final int WARM_UP = 2;

    private final Hoard hoard = new Hoard();

    private final List<String> faults = new ArrayList<>();
    private int failedCloseCount;
    private int failedRefreshCount;

    private FullHeap() {}

    /**
     * Runs it.
     *
     * @param args none
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        if (Runtime.getRuntime().maxMemory() > 1 << 26) {
            System.out.println("run it in a small heap: -Xmx24m");
            System.exit(2);
        }
        FullHeap run = new FullHeap();
        for (int i = 0; i < ROUNDS; i++) {
            boolean full = i >= WARM_UP; // before that, classes are loaded
            run.closeHandles(full);
            run.refresh(full);
            run.enter(full);
        }
        System.out.println(run.failedRefreshCount + " refreshes failed because memory ended");
        System.out.println(run.failedCloseCount + " handles could not be closed at once");
        run.faults.forEach(fault -> System.out.println("VIOLATION " + fault));
        boolean green = run.faults.isEmpty() && run.failedRefreshCount > 0;
        System.out.println(green ? "GREEN" : "RED");
        System.exit(green ? 0 : 1);
    }

    private void closeHandles(boolean full) {
        LeftRight<int[]> leftRight = LeftRight.create(new int[1], int[]::clone);
        Reader<?>[] handles = new Reader<?>[HANDLES];
        for (int i = 0; i < HANDLES; i++) {
            handles[i] = leftRight.reader();
        }
        if (full) {
            hoard.fill();
        }
        for (int i = 0; i < HANDLES; i++) {
            try {
                handles[i].close();
            } catch (OutOfMemoryError e) {
                failedCloseCount++;
            }
        }
        hoard.release();
        for (int i = 0; i < HANDLES; i++) {
            handles[i].close(); // no effect on a closed one
        }
        int left = leftRight.stats().handleCount();
        if (left > 0) {
            faults.add(left + " handles stay registered though they were closed");
        }
    }

    /**
     * Gives memory back bit by bit, so that each object that is needed is once the one too many.
     */
    private void refresh(boolean full) throws InterruptedException {
        LeftRight<int[]> leftRight = LeftRight.create(new int[1], int[]::clone);
        Thread dropsHandles =
                new Thread(
                        () -> {
                            for (int i = 0; i < HANDLES; i++) {
                                leftRight.reader().read(state -> state[0]);
                            }
                        });
        dropsHandles.start();
        dropsHandles.join();
        leftRight.write(state -> state[0] = 1);
        if (full) {
            hoard.fill();
        }
        boolean failed = true;
        while (failed) {
            try {
                leftRight.refresh();
                failed = false;
            } catch (OutOfMemoryError e) {
                failedRefreshCount++;
                if (leftRight.version() > 0) {
                    hoard.release();
                    faults.add("a refresh threw though what it refreshed is visible");
                    failed = false;
                }
                hoard.giveBack();
            }
        }
        hoard.release();
        leftRight.write(state -> state[0] = 2);
        leftRight.refresh();
        if (leftRight.version() != 2 || leftRight.read(state -> state[0]) != 2) {
            faults.add("a refresh was lost");
        }
    }

    /** Fails to enter, after which no section may be open. */
    private void enter(boolean full) {
        LeftRightMap<String, String> map = LeftRightMap.create();
        ReadHandle<String, String> handle = map.reader();
        if (full) {
            hoard.fill();
        }
        boolean failed = true;
        while (failed) {
            try (MapView<String, String> view = handle.enter()) {
                failed = view.version() != 0;
            } catch (OutOfMemoryError e) {
                hoard.giveBack();
            }
        }
        hoard.release();
        try {
            handle.close();
        } catch (IllegalStateException stillOpen) {
            faults.add("a section stayed open that could not be entered");
        }
    }
}
