// SPDX-License-Identifier: Apache-2.0
package org.leftright.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The meters that a binder has registered. A registry keeps the first meter of a name, though what
 * it shows may be gone: so the meters of the last binder take the place of earlier ones, and go
 * when what they show is closed. Any thread may call any method. For the binders of this library;
 * the module does not export it.
 */
public final class BoundMeters implements AutoCloseable {
    /** Binders replace each other's meters: one at a time. */
    private static final Object REPLACING = new Object();

    private final List<Bound> bound = new ArrayList<>();
    private boolean closed;

    /** Begins with no meters. */
    public BoundMeters() {}

    private record Bound(MeterRegistry registry, Meter meter) {
        /** Whether the meter is there still, and no other in its place. */
        boolean isRegistered() {
            return registry.find(meter.getId().getName()).meters().stream()
                    .anyMatch(registered -> registered == meter);
        }
    }

    /**
     * Registers a meter in place of one with the same name and tags; does nothing once closed.
     *
     * @param registry the registry
     * @param name the meter's name
     * @param tags its tags
     * @param register registers the meter with exactly this name and these tags
     */
    public void add(MeterRegistry registry, String name, Tags tags, Supplier<Meter> register) {
        synchronized (REPLACING) {
            if (closed) {
                return;
            }
            registry.find(name).tags(tags).meters().forEach(registry::remove);
            bound.add(new Bound(registry, register.get()));
        }
    }

    /** Removes the meters. */
    @Override
    public void close() {
        synchronized (REPLACING) {
            closed = true;
            bound.stream().filter(Bound::isRegistered).forEach(b -> b.registry.remove(b.meter));
            bound.clear();
        }
    }
}
