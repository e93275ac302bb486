// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.leftright.LeftRightMap;

/** A program one of whose readers stays in a section; the library logs that. */
public class Main {
    private static final CountDownLatch INSIDE = new CountDownLatch(1);

    public static void main(String[] args) throws Exception {
        LeftRightMap<String, Integer> prices =
                LeftRightMap.<String, Integer>builder()
                        .name("prices")
                        .stallTimeout(Duration.ZERO)
                        .build();
        Thread reader = new Thread(() -> prices.read(view -> stays()), "slow-reader");
        reader.setDaemon(true);
        reader.start();
        INSIDE.await();
        prices.writer().batch(writer -> writer.put("tea", 1));
        prices.writer().put("tea", 2);
    }

    private static boolean stays() {
        INSIDE.countDown();
        while (true) {
            Thread.onSpinWait();
        }
    }
}
