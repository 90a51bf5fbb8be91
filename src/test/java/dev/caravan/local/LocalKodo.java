package dev.caravan.local;

import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Qiniu Kodo in this process, on 127.0.0.1, with its own protocol: management at the endpoint, downloads at {@code
 * BUCKET.127.0.0.1:port} and at the domains that are bound. Kodo's S3 protocol is {@link LocalS3}.
 *
 * <pre>{@code
 * try (LocalKodo kodo = LocalKodo.start().credential("AK", "SK")) {
 *     kodo.createBucket("source").put("a/b", "text");
 *     … kodo.endpoint() …
 * }
 * }</pre>
 */
public final class LocalKodo implements AutoCloseable {
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final Map<String, String> domains = new ConcurrentHashMap<>();
    private final KodoSignatures signatures = new KodoSignatures(InstantSource.system());
    private final KodoQuirks quirks = new KodoQuirks();
    private final LocalServer server;

    private LocalKodo(int port) {
        server = new LocalServer("local-kodo", port, new KodoProtocol(buckets, domains, signatures, quirks));
    }

    /** Starts a server on a free port. */
    public static LocalKodo start() {
        return start(0);
    }

    public static LocalKodo start(int port) {
        return new LocalKodo(port);
    }

    public int port() {
        return server.port();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Accepts this key; the same key again replaces its secret. */
    public LocalKodo credential(String accessKey, String secretKey) {
        signatures.accept(accessKey, secretKey);
        return this;
    }

    /** Removes this key. */
    public LocalKodo revoke(String accessKey) {
        signatures.forget(accessKey);
        return this;
    }

    public Bucket createBucket(String name) {
        Bucket bucket = new Bucket(name, "z0").naming(Qetag::of);
        if (buckets.putIfAbsent(name, bucket) != null) {
            throw new IllegalArgumentException("bucket " + name + " exists");
        }
        return bucket;
    }

    public Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new IllegalArgumentException("no bucket " + name);
        }
        return bucket;
    }

    /** Binds a host name, without a port, to a bucket. Every machine can resolve {@code localhost}. */
    public LocalKodo bind(String domain, String bucket) {
        domains.put(domain.toLowerCase(Locale.ROOT), bucket);
        return this;
    }

    public KodoQuirks quirks() {
        return quirks;
    }

    public Faults faults() {
        return server.faults();
    }

    public Requests requests() {
        return server.requests();
    }

    /** Closes all connections, also during a response. */
    @Override
    public void close() {
        server.close();
    }

    /** Runs the server until it is killed. The first line of the output is its endpoint. */
    public static void main(String[] args) throws InterruptedException {
        int port = 0;
        int objects = 0;
        String accessKey = "local";
        String secretKey = "local-secret";
        String bucket = "bucket";
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " has no value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> port = Integer.parseInt(value);
                case "--bucket" -> bucket = value;
                case "--objects" -> objects = Integer.parseInt(value);
                case "--access-key" -> accessKey = value;
                case "--secret-key" -> secretKey = value;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        LocalKodo kodo = start(port).credential(accessKey, secretKey);
        kodo.requests().logging(false);
        Bucket made = kodo.createBucket(bucket);
        Content content = Content.of("x");
        for (int i = 0; i < objects; i++) {
            made.put(String.format(Locale.ROOT, "folder-%03d/object-%08d.bin", i / 10_000, i), content);
        }
        System.out.println(kodo.endpoint());
        Thread.currentThread().join();
    }
}
