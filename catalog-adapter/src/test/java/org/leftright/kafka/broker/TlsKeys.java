// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka.broker;

import java.nio.file.Path;
import java.util.Map;

/** The key of a server on this host, and its certificate, in a file that clients may trust. */
public final class TlsKeys {
    /** What the file is called in a broker's folder. */
    static final String NAME = "keys.p12";

    /** What opens the file. */
    public static final String PASSWORD = "secret";

    private TlsKeys() {}

    /**
     * Makes such a file.
     *
     * @param folder where to; a broker that finds it in its folder speaks TLS, too
     * @return the file
     * @throws Exception if the JDK's keytool cannot be run
     */
    public static Path create(Path folder) throws Exception {
        Path file = folder.resolve(NAME);
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options =
                " -genkeypair -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1"
                        + " -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore ";
        int exit =
                new ProcessBuilder((keytool + options + file).split(" "))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("keytool has failed: " + exit);
        }
        return file;
    }

    /**
     * The properties of a client that trusts the certificate.
     *
     * @param file the file
     * @return them
     */
    public static Map<String, Object> trust(Path file) {
        return Map.of(
                "ssl.truststore.location",
                file.toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                PASSWORD);
    }
}
