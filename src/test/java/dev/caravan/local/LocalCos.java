package dev.caravan.local;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A server of Tencent COS's protocol in this process, on 127.0.0.1, as far as reading goes: it checks every signature, lists in
 * UTF-8 order, and has faults if asked. Written from Tencent's documents, not from its SDK.
 *
 * <p>A request names its bucket by its host, as at COS: {@code BUCKET.127.0.0.1}, {@code BUCKET.cos.REGION.myqcloud.com}, or a
 * domain that was bound. One that names the server alone means the only bucket that there is.
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

    /** On a free port. */
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

    /** Accepts this key with this token only; another one is taken for one that has expired. */
    public LocalCos credential(String accessKey, String secretKey, String sessionToken) {
        signatures.accept(new Credential(accessKey, secretKey, sessionToken));
        return this;
    }

    /** Removes this key. */
    public LocalCos revoke(String accessKey) {
        signatures.forget(accessKey);
        return this;
    }

    /** Makes a bucket, whose name ends in the number of its account as at COS: {@code photos-1250000000}. */
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

    /** Requests to this host are about this bucket. */
    public LocalCos domain(String host, String bucket) {
        domains.put(host, bucket);
        return this;
    }

    /** Until they are live again, listings show the bucket as it is now: what is written or deleted meanwhile shows up late. */
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

    /** Closes all connections, in the middle of answers too. */
    @Override
    public void close() {
        server.close();
    }

    /**
     * Runs the server until it is killed; its endpoint is the first line of the output. With {@code --objects N} every bucket has
     * that many small objects.
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
