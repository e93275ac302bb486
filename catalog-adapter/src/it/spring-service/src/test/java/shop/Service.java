// SPDX-License-Identifier: Apache-2.0
package shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a port of its own, asked over HTTP. */
final class Service implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

    private final ConfigurableApplicationContext context;

    private Service(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Service start(
            ApplicationContextInitializer<ConfigurableApplicationContext> more, String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "--server.port=0";
        all[1] = "--server.address=localhost";
        all[2] = "--spring.main.banner-mode=off";
        System.arraycopy(args, 0, all, 3, args.length);
        return new Service(new SpringApplicationBuilder(Shop.class).initializers(more).run(all));
    }

    record Answer(int status, String body) {}

    Answer get(String path) {
        return get(address(), path);
    }

    static Answer get(String address, String path) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(
                            HttpRequest.newBuilder(URI.create(address + path))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, e.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of a meter in the Prometheus endpoint, of the first line that begins so. */
    double meter(String name) {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }

    private String address() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** Does what a pause does: the beans stay, those with a life cycle stop and start. */
    void stopAndStart() {
        context.stop();
        context.start();
    }

    @Override
    public void close() {
        context.close();
    }
}
