package dev.caravan.local;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A read-only server of Tencent COS's protocol in this process, on 127.0.0.1. It checks every signature, lists in UTF-8
 * order, and can have faults. Its source is Tencent's documents, not Tencent's SDK.
 *
 * <p>The host of a request names the bucket, as in COS: {@code BUCKET.127.0.0.1}, {@code
 * BUCKET.cos.REGION.myqcloud.com}, or a bound domain. A host without a bucket means the only bucket of the server.
 */
public final class LocalCos implements AutoCloseable {
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final Map<String, String> domains = new ConcurrentHashMap<>();
    private final CosListings listings = new CosListings();
    private final CosSignatures signatures;
    private final LocalServer server;

    private LocalCos(int port, InstantSource clock) {
        signatures = new CosSignatures(clock);
        server = new LocalServer("local-cos", port, new CosProtocol(buckets, domains, signatures, listings));
    }

    /** Starts a server on a free port. */
    public static LocalCos start() {
        return start(0);
    }

    public static LocalCos start(int port) {
        return new LocalCos(port, InstantSource.system());
    }

    /** Starts a server with this clock, which decides whether signatures are valid. */
    public static LocalCos start(InstantSource clock) {
        return new LocalCos(0, clock);
    }

    public int port() {
        return server.port();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Accepts this key; the same key again replaces its secret. */
    public LocalCos credential(String accessKey, String secretKey) {
        signatures.accept(new Credential(accessKey, secretKey, null));
        return this;
    }

    /** Accepts this key with this token only. Another token counts as expired. */
    public LocalCos credential(String accessKey, String secretKey, String sessionToken) {
        signatures.accept(new Credential(accessKey, secretKey, sessionToken));
        return this;
    }

    /** Removes this key. */
    public LocalCos revoke(String accessKey) {
        signatures.forget(accessKey);
        return this;
    }

    /** Creates a bucket. Its name ends in the account number, as at COS: {@code photos-1250000000}. */
    public Bucket createBucket(String name) {
        Bucket bucket = new Bucket(name, "ap-guangzhou");
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

    /** Binds this host to this bucket. */
    public LocalCos domain(String host, String bucket) {
        domains.put(host, bucket);
        return this;
    }

    /**
     * Makes listings show the bucket's present state until they are live again. Later writes and deletions appear late.
     */
    public LocalCos freezeListings(String bucket) {
        listings.freeze(bucket(bucket));
        return this;
    }

    public LocalCos liveListings(String bucket) {
        listings.thaw(bucket(bucket));
        return this;
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

    /**
     * Runs the server until it is killed. The first line of the output is its endpoint. With {@code --objects N} every
     * bucket contains N small objects.
     */
    public static void main(String[] args) throws InterruptedException {
        int port = 0;
        int objects = 0;
        String accessKey = "local";
        String secretKey = "local-secret";
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " has no value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> port = Integer.parseInt(value);
                case "--bucket" -> names.add(value);
                case "--objects" -> objects = Integer.parseInt(value);
                case "--access-key" -> accessKey = value;
                case "--secret-key" -> secretKey = value;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        LocalCos cos = start(port).credential(accessKey, secretKey);
        cos.requests().logging(false);
        for (String name : names) {
            Numbered.fill(cos.createBucket(name), objects);
        }
        System.out.println(cos.endpoint());
        Thread.currentThread().join();
    }
}
