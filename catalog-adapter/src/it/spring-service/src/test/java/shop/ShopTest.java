// SPDX-License-Identifier: Apache-2.0
package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.kafka.broker.BrokerProcess;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import shop.Service.Answer;

/** What whoever calls and runs the service sees of it, with a real broker: all over HTTP. */
class ShopTest {
    private static final String READINESS = "/actuator/health/readiness";
    private static final String FEED = "/actuator/health/feed";

    @TempDir static Path folder;

    private static BrokerProcess broker;
    private static Topics topics;
    private static Service service;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(90));
        broker = new BrokerProcess(Files.createDirectory(folder.resolve("broker")));
        topics = new Topics(broker, "products");
        topics.create();
        for (long id = 1; id <= 25; id++) {
            topics.product(id, product("product " + id, 100 * id));
            topics.entry(7, id);
        }
        String[] impatient = {"--leftright.stale-after=1s", "--leftright.unhealthy-after=3s"};
        service = Service.start(context -> {}, topics.properties(impatient));
        await().until(() -> service.get(READINESS).status() == 200);
    }

    @AfterAll
    static void stop() {
        service.close();
        topics.close();
        broker.close();
    }

    @Test
    void servesProducts() {
        assertThat(service.get("/products/17"))
                .isEqualTo(new Answer(200, product("product 17", 1700)));
        assertThat(service.get("/products/99").status()).isEqualTo(404);
    }

    @Test
    void servesCatalogsByPages() {
        String first = service.get("/catalogs/7").body();
        assertThat(first)
                .contains("\"size\":25")
                .contains(product("product 1", 100), product("product 20", 2000))
                .doesNotContain("product 21");
        assertThat(service.get("/catalogs/7?page=1").body())
                .contains("\"size\":25")
                .contains(product("product 21", 2100), product("product 25", 2500))
                .doesNotContain(product("product 1", 100));
        assertThat(service.get("/catalogs/8").body()).contains("\"size\":0", "\"products\":[]");
    }

    @Test
    void showsADelta() throws Exception {
        topics.product(100, product("new", 1));

        await().until(() -> service.get("/products/100").body().equals(product("new", 1)));
    }

    @Test
    void skipsAndCountsARecordThatCannotBeDecoded() throws Exception {
        topics.product(101, product("good", 1));
        topics.product(101, "{");
        topics.product(102, product("later", 1));

        await().until(() -> service.get("/products/102").status() == 200);
        await().until(() -> service.meter("leftright_feed_records_skipped") == 1);
        assertThat(service.get("/products/101").body()).isEqualTo(product("good", 1));
        await().until(() -> service.get(FEED).status() == 200);
    }

    @Test
    void servesWhileTheBrokerIsAwayAndGoesOnWhenItIsBack() throws Exception {
        broker.kill();
        Answer stale = await().until(() -> service.get(FEED), isUnhealthy("STALE"));

        assertThat(stale.body())
                .contains("\"state\":\"STALE\"", "\"reason\":\"BROKER_AWAY\"", "\"cause\":");
        assertThat(service.get(READINESS).status()).isEqualTo(200);
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(service.get("/products/17").body()).isEqualTo(product("product 17", 1700));
        await().until(() -> service.meter(state("stale")) == 1);

        broker.start();
        topics.product(103, product("back", 1));

        await().until(() -> service.get("/products/103").status() == 200);
        await().until(() -> service.get(FEED).status() == 200);
    }

    /** Unhealthy for this reason, and not for a moment's silence of a broker on a busy machine. */
    private static Predicate<Answer> isUnhealthy(String why) {
        return answer -> answer.status() == 503 && answer.body().contains(why);
    }

    @Test
    void saysWhatHoldsTheFeedBack() throws Exception {
        try (KafkaProducer<byte[], byte[]> open = topics.openTransaction(104, product("open", 1))) {
            Answer held = await().until(() -> service.get(FEED), isUnhealthy("OPEN_TRANSACTION"));
            assertThat(held.body())
                    .containsPattern("\"waits\":\\[\"products-\\d from offset \\d+ on, since ")
                    .contains(": OPEN_TRANSACTION\"]");
            open.abortTransaction();
        }
        await().until(() -> service.get(FEED).status() == 200);
    }

    @Test
    void isReadyOnceTheCatalogIsCompleteAndFeedsItAsLongAsItServes() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        try (Topics late = new Topics(broker, "late")) {
            Service second =
                    Service.start(
                            context -> noteOrder(context, order),
                            late.properties("--leftright.skip-bad-records=false"));
            try (second) {
                assertThat(second.get(READINESS).status()).isEqualTo(503);
                assertThat(second.get("/actuator/health/liveness").status()).isEqualTo(200);
                Answer starting = second.get(FEED);
                assertThat(starting.status()).isEqualTo(503);
                assertThat(starting.body()).contains("\"state\":\"STARTING\"");

                late.create();
                late.product(1, product("tea", 1));
                await().until(() -> second.get(READINESS).status() == 200);
                await().until(() -> second.get("/products/1").status() == 200);

                second.stopAndStart();
                late.product(2, product("milk", 2));
                await().until(() -> second.get("/products/2").status() == 200);
                await().until(() -> second.meter(state("live")) == 1);

                late.product(1, "{");
                Answer failed =
                        await().until(() -> second.get(FEED), a -> a.body().contains("FAILED"));
                assertThat(failed.body())
                        .contains("\"reason\":\"BAD_RECORD\"")
                        .containsPattern("cannot decode the record at late-\\d offset \\d");
                assertThat(failed.status()).isEqualTo(503);
                assertThat(second.get(READINESS).status()).isEqualTo(200);
                assertThat(second.get("/products/1").body()).isEqualTo(product("tea", 1));
            }
            String starts = "starts: feed true, web server 0";
            String stops = "stops: feed true, web server 0";
            assertThat(order).containsExactly(starts, stops, starts, stops);
            assertThat(feedThreads()).as("those of the other service").isEqualTo(1);
        }
    }

    private static String state(String state) {
        return "leftright_feed_state{feed=\"catalog-feed\",state=\"" + state + "\"}";
    }

    private static long feedThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("catalog-feed"))
                .count();
    }

    /** Notes which of the feed and the web server run when a bean between them starts and stops. */
    private static void noteOrder(ConfigurableApplicationContext context, List<String> order) {
        SmartLifecycle between =
                new SmartLifecycle() {
                    private boolean running;

                    @Override
                    public void start() {
                        running = true;
                        note("starts");
                    }

                    @Override
                    public void stop() {
                        running = false;
                        note("stops");
                    }

                    private void note(String what) {
                        boolean feeds =
                                context.getBean("catalogFeed", SmartLifecycle.class).isRunning();
                        String port = context.getEnvironment().getProperty("local.server.port");
                        int status =
                                port == null
                                        ? 0
                                        : Service.get("http://localhost:" + port, FEED).status();
                        order.add(what + ": feed " + feeds + ", web server " + status);
                    }

                    @Override
                    public boolean isRunning() {
                        return running;
                    }

                    @Override
                    public int getPhase() {
                        return 1;
                    }
                };
        ((GenericApplicationContext) context)
                .registerBean("between", SmartLifecycle.class, () -> between);
    }

    @Test
    void describesItsProperties() throws Exception {
        try (InputStream file =
                Shop.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String metadata = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String property : properties()) {
                assertThat(metadata)
                        .containsPattern(
                                "\"name\": \""
                                        + property
                                        + "\",\\s+\"type\": \"[^\"]+\",\\s+\"descr");
            }
            assertThat(metadata).contains("\"defaultValue\": \"2m\"");
        }
    }

    private static List<String> properties() throws ClassNotFoundException {
        return Stream.of(Class.forName("shop.catalog.CatalogProperties").getRecordComponents())
                .map(part -> part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .map(name -> "leftright." + name)
                .toList();
    }

    /** The guide's table of the names in Prometheus is the project's, not the service's. */
    @Test
    void hasTheMetersThatTheGuideNames() throws Exception {
        Pattern name = Pattern.compile("\\bleftright_\\w+");
        Set<String> served =
                name.matcher(service.get("/actuator/prometheus").body())
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named =
                name.matcher(Files.readString(Path.of("../../../guide/spring-boot.md")))
                        .results()
                        .map(MatchResult::group)
                        .filter(meter -> !meter.contains("_checkpoint_")) // this feed keeps none
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(served);
    }

    private static String product(String name, long priceInCents) {
        return "{\"name\":\"" + name + "\",\"priceInCents\":" + priceInCents + "}";
    }
}
