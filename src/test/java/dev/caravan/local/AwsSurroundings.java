package dev.caravan.local;

import java.util.HashMap;
import java.util.Map;

/**
 * Sets the SDK's system properties for a key, a region and endpoints, for the current test class and until it is
 * closed.
 */
public final class AwsSurroundings implements AutoCloseable {

    private final Map<String, String> before = new HashMap<>();

    public AwsSurroundings() {
        set("aws.accessKeyId", LocalSecrets.ACCESS_KEY);
        set("aws.secretAccessKey", LocalSecrets.SECRET_KEY);
        set("aws.region", LocalSecrets.REGION);
    }

    public AwsSurroundings(LocalSecrets secrets) {
        this();
        set("aws.endpointUrlSecretsManager", secrets.endpoint().toString());
    }

    /** Sets a property of the SDK; null removes it. */
    public void set(String name, String value) {
        String old = value == null ? System.clearProperty(name) : System.setProperty(name, value);
        before.putIfAbsent(name, old == null ? "" : old);
    }

    @Override
    public void close() {
        before.forEach((name, old) -> {
            if (old.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, old);
            }
        });
    }
}
