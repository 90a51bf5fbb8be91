package dev.caravan.local;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An S3 server in this process, on 127.0.0.1. It checks signatures strictly, supports keys and their order exactly, and
 * can have faults.
 *
 * <pre>{@code
 * try (LocalS3 s3 = LocalS3.start().credential("AK", "SK")) {
 *     s3.createBucket("source").put("a/b", "text");
 *     … s3.endpoint() …
 * }
 * }</pre>
 */
public final class LocalS3 implements AutoCloseable {
    static final String HOST_ID = "bG9jYWwtczM=";

    private static final String REGION = "us-east-1";

    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final SigV4Verifier verifier = new SigV4Verifier(InstantSource.system());
    private final LocalServer server;

    private LocalS3(int port) {
        Access access = new Access(verifier, buckets, REGION);
        server = new LocalServer("local-s3", port, new S3Protocol(access, new S3Handler(buckets, REGION, access)));
    }

    /** Starts a server on a free port. */
    public static LocalS3 start() {
        return start(0);
    }

    public static LocalS3 start(int port) {
        return new LocalS3(port);
    }

    public int port() {
        return server.port();
    }

    /** Returns the endpoint for path-style requests. The server also accepts {@code http://BUCKET.localhost:port}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns the region of new buckets. */
    public String region() {
        return REGION;
    }

    /** Accepts this key; the same key again replaces its secret. */
    public LocalS3 credential(String accessKey, String secretKey) {
        verifier.accept(new Credential(accessKey, secretKey, null));
        return this;
    }

    public LocalS3 credential(String accessKey, String secretKey, String sessionToken) {
        verifier.accept(new Credential(accessKey, secretKey, sessionToken));
        return this;
    }

    /** Removes this key. */
    public LocalS3 revoke(String accessKey) {
        verifier.forget(accessKey);
        return this;
    }

    public Bucket createBucket(String name) {
        Bucket bucket = new Bucket(name, REGION);
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
        String accessKey = "local";
        String secretKey = "local-secret";
        int objects = 0;
        Set<String> names = ConcurrentHashMap.newKeySet();
        Set<String> digestOnly = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " has no value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> port = Integer.parseInt(value);
                case "--bucket" -> names.add(value);
                case "--objects" -> objects = Integer.parseInt(value);
                case "--digest-only-bucket" -> digestOnly.add(value);
                case "--access-key" -> accessKey = value;
                case "--secret-key" -> secretKey = value;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        LocalS3 s3 = start(port).credential(accessKey, secretKey);
        s3.requests().logging(false);
        for (String name : names) {
            Numbered.fill(s3.createBucket(name), objects);
        }
        digestOnly.forEach(name -> s3.createBucket(name).digestOnly());
        System.out.println(s3.endpoint());
        Thread.currentThread().join();
    }
}
