// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.leftright.Stats;
import org.leftright.meters.BoundMeters;

/**
 * The {@link Stats} of a map, catalog or state of one's own, as meters. Needs {@code
 * micrometer-core}.
 *
 * <pre>{@code
 * import io.micrometer.core.instrument.MeterRegistry;
 * import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
 *
 * MeterRegistry registry = new SimpleMeterRegistry(); // or that of your monitoring system
 * LeftRightMap<String, Integer> prices = LeftRightMap.create();
 * LeftRightMetrics.of("prices", prices, LeftRightMap::stats).bindTo(registry);
 * LeftRightMetrics.of("catalog", catalog, ProductCatalog::stats).bindTo(registry);
 * }</pre>
 *
 * <table border="1">
 *   <caption>The meters, each with the tag {@code map}</caption>
 *   <tr><th>name</th><th>type</th><th>what it counts or shows</th></tr>
 *   <tr><td>{@code leftright.version}</td><td>gauge</td><td>number of the live version</td></tr>
 *   <tr><td>{@code leftright.refreshes}</td><td>counter</td>
 *       <td>refreshes that made ops visible</td></tr>
 *   <tr><td>{@code leftright.ops.pending}</td><td>gauge</td>
 *       <td>ops written but not refreshed</td></tr>
 *   <tr><td>{@code leftright.ops.replayed}</td><td>counter</td>
 *       <td>ops brought to their second side</td></tr>
 *   <tr><td>{@code leftright.replay.failures}</td><td>counter</td>
 *       <td>replays that failed: above 0 is a fault of an op</td></tr>
 *   <tr><td>{@code leftright.rebuilds}</td><td>counter</td>
 *       <td>sides rebuilt by a copy of the live one</td></tr>
 *   <tr><td>{@code leftright.abandons}</td><td>counter</td>
 *       <td>sides given up to their stragglers</td></tr>
 *   <tr><td>{@code leftright.stragglers}</td><td>counter</td>
 *       <td>readers that outlasted the stall timeout: the one to alert on</td></tr>
 *   <tr><td>{@code leftright.stragglers.open}</td><td>gauge</td>
 *       <td>sections open now that are older than the stall timeout and stale</td></tr>
 *   <tr><td>{@code leftright.readers.reclaimed}</td><td>counter</td>
 *       <td>handles dropped unclosed, and sections of dead threads</td></tr>
 *   <tr><td>{@code leftright.lookup.fallbacks}</td><td>counter</td>
 *       <td>lookups repeated in a section because a write raced</td></tr>
 *   <tr><td>{@code leftright.handles}</td><td>gauge</td><td>read handles that are open</td></tr>
 *   <tr><td>{@code leftright.slots}</td><td>gauge</td>
 *       <td>slots for sections without a handle</td></tr>
 * </table>
 *
 * <p>The meters of a map that is bound under the name of an earlier one take the place of the
 * earlier map's; {@link #close} removes those of a map that is given up. They do not keep the map
 * from being collected.
 *
 * @param <T> the map
 */
public final class LeftRightMetrics<T> implements MeterBinder, AutoCloseable {
    private final Tags tags;
    private final T map;
    private final Function<? super T, Stats> stats;
    private final BoundMeters meters = new BoundMeters();

    private LeftRightMetrics(String name, T map, Function<? super T, Stats> stats) {
        this.tags = Tags.of("map", Objects.requireNonNull(name, "name"));
        this.map = Objects.requireNonNull(map, "map");
        this.stats = Objects.requireNonNull(stats, "stats");
    }

    /**
     * Makes a binder.
     *
     * @param name for the tag {@code map}; best that given to the map's builder
     * @param map the map
     * @param stats its method {@code stats}
     * @param <T> the map
     * @return a binder
     */
    public static <T> LeftRightMetrics<T> of(String name, T map, Function<? super T, Stats> stats) {
        return new LeftRightMetrics<>(name, map, stats);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Binding bind = new Binding(registry);
        bind.gauge("version", "number of the live version", Stats::version);
        bind.counter("refreshes", "refreshes that made ops visible", Stats::refreshCount);
        bind.gauge("ops.pending", "ops written but not refreshed", Stats::pendingOpCount);
        bind.counter("ops.replayed", "ops brought to their second side", Stats::replayedOpCount);
        bind.counter("replay.failures", "replays that failed", Stats::replayFailureCount);
        bind.counter("rebuilds", "sides rebuilt by a copy of the live one", Stats::cloneCount);
        bind.counter("abandons", "sides given up to their stragglers", Stats::abandonCount);
        bind.counter(
                "stragglers", "readers that outlasted the stall timeout", Stats::stragglerCount);
        bind.gauge(
                "stragglers.open",
                "sections open now that are older than the stall timeout and stale",
                Stats::openStragglerCount);
        bind.counter(
                "readers.reclaimed",
                "handles dropped unclosed, and sections of dead threads",
                Stats::reclaimedCount);
        bind.counter(
                "lookup.fallbacks",
                "lookups repeated in a section because a write raced",
                Stats::lookupFallbackCount);
        bind.gauge("handles", "read handles that are open", Stats::handleCount);
        bind.gauge("slots", "slots for sections without a handle", Stats::slotCount);
    }

    /** Removes the meters from the registries that they were bound to. */
    @Override
    public void close() {
        meters.close();
    }

    private final class Binding {
        private final MeterRegistry registry;

        Binding(MeterRegistry registry) {
            this.registry = registry;
        }

        void counter(String name, String description, ToDoubleFunction<Stats> value) {
            String full = "leftright." + name;
            meters.add(
                    registry,
                    full,
                    tags,
                    () ->
                            FunctionCounter.builder(full, map, of(value))
                                    .description(description)
                                    .tags(tags)
                                    .register(registry));
        }

        void gauge(String name, String description, ToDoubleFunction<Stats> value) {
            String full = "leftright." + name;
            meters.add(
                    registry,
                    full,
                    tags,
                    () ->
                            Gauge.builder(full, map, of(value))
                                    .description(description)
                                    .tags(tags)
                                    .register(registry));
        }

        private ToDoubleFunction<T> of(ToDoubleFunction<Stats> value) {
            Function<? super T, Stats> taken = stats; // not this binder, which may hold the map
            return from -> value.applyAsDouble(taken.apply(from));
        }
    }
}
