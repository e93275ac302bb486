// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.leftright.bench.demo.DemoException;

/** Some instances, each a process; all end when this is closed. */
final class Fleet implements AutoCloseable {
    private final List<Instance.Duty> duties;
    private final List<InstanceProcess> instances = new ArrayList<>();

    /**
     * Starts them; returns at once.
     *
     * @param duties what each is to serve
     * @throws IOException if one cannot be started
     */
    Fleet(List<Instance.Duty> duties) throws IOException {
        this.duties = duties;
        try {
            for (Instance.Duty duty : duties) {
                instances.add(InstanceProcess.start(duty));
            }
        } catch (IOException | RuntimeException | Error e) {
            instances.forEach(InstanceProcess::discard);
            throw e;
        }
    }

    /** Returns the name of an instance. */
    String name(int index) {
        return duties.get(index).name();
    }

    /** Returns how many there are. */
    int size() {
        return duties.size();
    }

    /** Kills one without a chance to finish anything. */
    void kill(int index) throws DemoException, InterruptedException {
        instances.get(index).kill();
    }

    /** Starts one that was killed; returns at once. */
    void restart(int index) throws IOException {
        instances.get(index).discard();
        instances.set(index, InstanceProcess.start(duties.get(index)));
    }

    /** Waits until one is ready. */
    Instance.Ready ready(int index) throws DemoException, InterruptedException {
        return instances.get(index).answer(Instance.Ready.class);
    }

    /** Asks one. */
    <T> T ask(int index, String question, Object about, Class<T> type)
            throws DemoException, InterruptedException {
        return instances.get(index).ask(question, about, type);
    }

    /** Waits until all have read so far, and returns what they then have. */
    List<Instance.Contents> contents(Map<String, Long> ends)
            throws DemoException, InterruptedException {
        List<Instance.Contents> all = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            all.add(ask(i, "contents", ends, Instance.Contents.class));
        }
        return all;
    }

    /** Lets all end by themselves, and kills those that do not; all, if it is interrupted. */
    @Override
    public void close() {
        try {
            instances.forEach(InstanceProcess::end);
            for (InstanceProcess instance : instances) {
                instance.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            instances.forEach(InstanceProcess::discard);
        }
    }
}
