// SPDX-License-Identifier: Apache-2.0
package compared;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.leftright.kafka.broker.BrokerProcess;
import org.leftright.kafka.broker.EmbeddedBroker;

/**
 * Runs the same job on all contenders and prints what was measured. Arguments are {@code
 * name=value}; with {@code page=file} the figures of that page are replaced.
 */
public final class Compared {
    private static final int READS_PER_SAMPLE = 10;
    private static final String BEGIN = "<!-- figures -->\n";
    private static final String END = "<!-- end of figures -->\n";

    private static final Map<String, String> TITLES = new LinkedHashMap<>();

    static {
        TITLES.put("LeftRightFeed", "leftright: `KafkaFeed`, two maps in a group");
        TITLES.put("GlobalKTables", "two `GlobalKTable`s, in RocksDB");
        TITLES.put("GlobalKTables$InMemory", "two `GlobalKTable`s, in memory");
        TITLES.put("KCaches", "two KCaches, in memory");
        TITLES.put("Hollow", "Hollow behind a consumer loop");
        TITLES.put("PlainMaps", "consumer loop, two `ConcurrentHashMap`s");
    }

    /** The arguments, with what they are unless given. */
    private final Map<String, String> options =
            new TreeMap<>(
                    Map.of(
                            "contenders", String.join(",", TITLES.keySet()),
                            "catalogs", "2000",
                            "products-per-catalog", "100",
                            "catalogs-per-batch", "50",
                            "batches", "60",
                            "pause-ms", "1000",
                            "down-ms", "10000",
                            "rounds", "5",
                            "samples", "20000",
                            "page", ""));

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, Contender> following = new LinkedHashMap<>();
    private final Path folder = Files.createTempDirectory("compared");
    private final int catalogs;
    private final int perCatalog;
    private int folders;

    private Compared(String[] arguments) throws IOException {
        for (String argument : arguments) {
            String[] option = argument.split("=", 2);
            if (option.length < 2 || options.replace(option[0], option[1]) == null) {
                throw new IllegalArgumentException(
                        "not an option: " + argument + "; known are " + options);
            }
        }
        catalogs = option("catalogs");
        perCatalog = option("products-per-catalog");
        for (String name : options.get("contenders").split(",")) {
            if (!TITLES.containsKey(name)) {
                throw new IllegalArgumentException(
                        "not a contender: " + name + "; known are " + TITLES.keySet());
            }
            rows.put(name, new Row(TITLES.get(name)));
        }
    }

    private int option(String name) {
        return Integer.parseInt(options.get(name));
    }

    public static void main(String[] args) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        LogManager.getLogManager().reset();
        try {
            Tally planted = Tally.ofAHalfAppliedBatch();
            say("planted: %d of %d answers torn", planted.torn, planted.answers);
            new Compared(args).run();
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1); // whatever threads there are
        }
    }

    private void run() throws Exception {
        try (BrokerProcess broker = new BrokerProcess(folder);
                Shop shop = open(broker)) {
            double load = load();
            shop.fill();
            say("%,d products in %,d catalogs", catalogs * perCatalog, catalogs);
            measureStarts(broker, shop);
            follow(broker, shop);
            measureReads();
            for (Contender contender : following.values()) {
                contender.close();
            }
            publish(load);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private Shop open(BrokerProcess broker) throws Exception {
        Map<String, String> compacted = Map.of("cleanup.policy", "compact");
        for (String topic : Shop.TOPICS) {
            EmbeddedBroker.createTopic(broker.servers(), topic, 3, compacted);
        }
        return new Shop(broker.servers(), catalogs, perCatalog);
    }

    /** Starts each alone, in turn, once to warm up and then in so many rounds. */
    private void measureStarts(BrokerProcess broker, Shop shop) throws Exception {
        for (int round = 0; round <= option("rounds"); round++) {
            for (String name : rows.keySet()) {
                long heapBefore = heap();
                Path files = newFolder();
                long begunNs = System.nanoTime();
                Contender contender = start(name, broker, files);
                long startNs = System.nanoTime() - begunNs;
                if (!shop.isShownBy(contender)) {
                    throw new IllegalStateException(name + " is not complete");
                }
                if (round > 0) {
                    Row row = rows.get(name);
                    row.startNs.add(startNs);
                    row.heap.add(heap() - heapBefore);
                    row.offHeap.add(contender.offHeapBytes());
                    row.files.add(sizeOf(files));
                    contender.dropWriter();
                    row.readerHeap.add(heap() - heapBefore);
                }
                contender.close();
                say("round %d: %s has started after %,d ms", round, name, startNs / 1_000_000);
            }
        }
    }

    private static Contender start(String name, BrokerProcess broker, Path files) throws Exception {
        var constructor = Class.forName("compared." + name).getDeclaredConstructor();
        Contender contender = (Contender) constructor.newInstance();
        contender.start(broker.servers(), files);
        return contender;
    }

    /** All follow the same batches, are read, and outlast the broker, which is killed in one. */
    private void follow(BrokerProcess broker, Shop shop) throws Exception {
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            Contender contender = start(row.getKey(), broker, newFolder());
            following.put(row.getKey(), contender);
            row.getValue().reader = new Reader(contender, catalogs);
            row.getValue().reader.start();
        }
        int batches = option("batches");
        int changed = option("catalogs-per-batch");
        for (int i = 0; i < batches; i++) {
            shop.begin(changed);
            if (i == batches / 2) {
                broker.kill();
                say("the broker is killed, %d batches were written", i);
                rows.values().forEach(row -> row.reader.brokerIsDown(true));
                Thread.sleep(option("down-ms"));
                rows.values().forEach(row -> row.reader.brokerIsDown(false));
                broker.start();
                int before = i;
                rows.values().forEach(row -> row.batchesBeforeReturn = before);
            }
            Shop.Batch batch = shop.commit(changed);
            rows.values().forEach(row -> row.reader.await(batch));
            Thread.sleep(option("pause-ms"));
        }
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            row.getValue().reader.end();
            if (!shop.isShownBy(following.get(row.getKey()))) {
                throw new IllegalStateException(row.getKey() + " has not followed");
            }
        }
        say("%d batches were written, all have followed", batches);
    }

    /**
     * Reads in one thread, ids at random, each contender in turn, in rounds; the first warms up.
     */
    private void measureReads() {
        SplittableRandom random = new SplittableRandom(3);
        int samples = option("samples");
        long[] ids = random.longs(samples * READS_PER_SAMPLE, 0, catalogs * perCatalog).toArray();
        long sum = 0;
        for (int round = 0; round <= option("rounds"); round++) {
            for (Map.Entry<String, Contender> each : following.entrySet()) {
                Row row = round == 0 ? new Row("warm-up") : rows.get(each.getKey());
                Contender contender = each.getValue();
                for (int i = 0; i < ids.length; ) {
                    long begunNs = System.nanoTime();
                    for (int end = i + READS_PER_SAMPLE; i < end; i++) {
                        sum += contender.price(ids[i]);
                    }
                    row.lookupNs.add((System.nanoTime() - begunNs) / READS_PER_SAMPLE);
                }
                for (int i = 0; i < samples / 10; i++) {
                    long begunNs = System.nanoTime();
                    sum += contender.answer(ids[i] % catalogs).newest();
                    row.catalogNs.add(System.nanoTime() - begunNs);
                }
            }
        }
        say("all were read, sum %d", sum);
    }

    private void publish(double loadBefore) throws IOException {
        StringBuilder figures = new StringBuilder("\n").append(Row.BATCHES);
        rows.values().forEach(row -> figures.append(row.batches()));
        figures.append("\n").append(Row.SIZES);
        rows.values().forEach(row -> figures.append(row.sizes()));
        Runtime runtime = Runtime.getRuntime();
        figures.append(
                Row.number(
                        "%n%,d products in %,d catalogs; %s batches of %s catalogs each, %s ms"
                                + " apart; broker down for %s ms. Java %s, collector %s, heap of at most %,d MB, on"
                                + " %d x %s; %s. The load of the machine was %.1f before and %.1f at the"
                                + " end%s.%n%n",
                        catalogs * perCatalog,
                        catalogs,
                        options.get("batches"),
                        options.get("catalogs-per-batch"),
                        options.get("pause-ms"),
                        options.get("down-ms"),
                        Runtime.version(),
                        ManagementFactory.getGarbageCollectorMXBeans().get(0).getName(),
                        runtime.maxMemory() / 1_000_000,
                        runtime.availableProcessors(),
                        processor(),
                        LocalDate.now(),
                        loadBefore,
                        load(),
                        loadBefore > runtime.availableProcessors()
                                ? ": it was busy with other work, and the times only compare"
                                : ""));
        System.out.print(figures);
        String page = options.get("page");
        if (!page.isEmpty()) {
            String text = Files.readString(Path.of(page));
            int from = text.indexOf(BEGIN) + BEGIN.length();
            int to = text.indexOf(END);
            if (from < BEGIN.length() || to < from) {
                throw new IllegalArgumentException(page + " has no " + BEGIN + END);
            }
            Files.writeString(
                    Path.of(page), text.substring(0, from) + figures + text.substring(to));
        }
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(info) ? Files.readAllLines(info) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private Path newFolder() throws IOException {
        return Files.createDirectory(folder.resolve("files-" + folders++));
    }

    private static long sizeOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(Row.number(format, values));
    }
}
