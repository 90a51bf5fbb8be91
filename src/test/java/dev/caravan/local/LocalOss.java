package dev.caravan.local;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A read-only server of Aliyun OSS's protocol in this process, on 127.0.0.1. It checks signatures V4 and V1 strictly,
 * supports keys, ranges and symbolic links exactly, and can have faults. Its source is Aliyun's documents, not Aliyun's
 * SDK.
 */
public final class LocalOss implements AutoCloseable {
    private static final String REGION = "cn-hangzhou";

    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final Map<String, String> domains = new ConcurrentHashMap<>();
    private final OssVerifier verifier = new OssVerifier(InstantSource.system(), REGION);
    private final OssPolicies policies = new OssPolicies();
    private final LocalServer server;

    private LocalOss(int port) {
        server = new LocalServer("local-oss", port, new OssProtocol(buckets, domains, verifier, policies));
    }

    /** Starts a server on a free port. */
    public static LocalOss start() {
        return start(0);
    }

    public static LocalOss start(int port) {
        return new LocalOss(port);
    }

    public int port() {
        return server.port();
    }

    /** Returns the endpoint for path-style requests. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns the region that signatures must name. */
    public String region() {
        return REGION;
    }

    /** Accepts this key; the same key again replaces its secret. */
    public LocalOss credential(String accessKey, String secretKey) {
        verifier.accept(new Credential(accessKey, secretKey, null));
        return this;
    }

    public LocalOss credential(String accessKey, String secretKey, String sessionToken) {
        verifier.accept(new Credential(accessKey, secretKey, sessionToken));
        return this;
    }

    /** Removes this key, or makes a temporary one expire. */
    public LocalOss revoke(String accessKey) {
        verifier.revoke(accessKey);
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

    /** Binds a domain to a bucket: requests with this host refer to it. */
    public LocalOss domain(String host, String bucket) {
        domains.put(host, bucket);
        return this;
    }

    /** Returns the server's refusals and faults, which a test sets. */
    public OssPolicies policies() {
        return policies;
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
        LocalOss oss = start(port).credential(accessKey, secretKey);
        oss.requests().logging(false);
        for (String name : names) {
            Numbered.fill(oss.createBucket(name), objects);
        }
        System.out.println(oss.endpoint());
        Thread.currentThread().join();
    }
}
