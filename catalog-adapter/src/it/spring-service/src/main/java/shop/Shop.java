// SPDX-License-Identifier: Apache-2.0
package shop;

import org.apache.kafka.common.serialization.Deserializer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

@SpringBootApplication
class Shop {
    @Bean
    Deserializer<Product> products(JsonMapper json) {
        return (topic, bytes) -> json.readValue(bytes, Product.class);
    }

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }
}
