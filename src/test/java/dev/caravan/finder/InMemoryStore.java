package dev.caravan.finder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A bucket in memory that lists in the order of its keys' UTF-8 bytes. A test can change its responses. */
final class InMemoryStore implements ObjectStore {

    /** The ETag and time of objects that a test adds by key only. */
    static final String ETAG = "0cc175b9c0f1b6a831c399e269772661";

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /**
     * Replaces the response to a request. The {@code page} is the original response, and {@code call} counts from 1.
     */
    interface Tampering {
        ObjectPage answer(int call, ListRequest request, ObjectPage page);
    }

    final Collection<ListRequest> requests = new ConcurrentLinkedQueue<>();
    final AtomicInteger heads = new AtomicInteger();

    private final String name;
    private final NavigableMap<String, ObjectSummary> objects =
            new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    private final AtomicInteger calls = new AtomicInteger();
    private int pageSize = 1000;
    private boolean repeatsKeys;
    private boolean etagIsMd5 = true;
    private final Set<String> denied = new HashSet<>();
    private Tampering tampering = (call, request, page) -> page;

    InMemoryStore(String name) {
        this.name = name;
    }

    InMemoryStore with(String... keys) {
        return with(List.of(keys));
    }

    InMemoryStore with(Collection<String> keys) {
        keys.forEach(key -> with(summary(key, 1, ETAG, NOON)));
        return this;
    }

    InMemoryStore with(ObjectSummary... summaries) {
        for (ObjectSummary object : summaries) {
            objects.put(object.key(), object);
        }
        return this;
    }

    InMemoryStore pageSize(int keys) {
        pageSize = keys;
        return this;
    }

    /** Makes a page begin with the requested start key, if this key exists. */
    InMemoryStore repeatsKeys() {
        repeatsKeys = true;
        return this;
    }

    InMemoryStore etagIsMd5(boolean is) {
        etagIsMd5 = is;
        return this;
    }

    /** Denies HEAD of these keys. */
    InMemoryStore denies(String... keys) {
        denied.addAll(List.of(keys));
        return this;
    }

    InMemoryStore tamper(Tampering with) {
        tampering = with;
        return this;
    }

    static ObjectSummary summary(String key, long size, String etag, Instant lastModified) {
        return new ObjectSummary(key, size, etag, lastModified, "STANDARD");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectPage list(ListRequest request) {
        requests.add(request);
        return tampering.answer(calls.incrementAndGet(), request, page(request));
    }

    private ObjectPage page(ListRequest request) {
        String after = request.continuation() == null ? request.startAfter() : request.continuation();
        int most = Math.min(pageSize, request.maxKeys());
        List<ObjectSummary> found = new ArrayList<>();
        String from = after.isEmpty() ? request.prefix() : after;
        for (ObjectSummary object :
                objects.tailMap(from, repeatsKeys || after.isEmpty()).values()) {
            if (object.key().startsWith(request.prefix())) {
                if (found.size() == most) {
                    return new ObjectPage(
                            found,
                            List.of(),
                            request.continuedBy(found.get(most - 1).key()));
                }
                found.add(object);
            } else if (Arrays.compareUnsigned(
                            object.key().getBytes(UTF_8), request.prefix().getBytes(UTF_8))
                    > 0) {
                break;
            }
        }
        return new ObjectPage(found, List.of(), null);
    }

    @Override
    public ObjectInfo head(String key, String versionId, boolean complete) {
        heads.incrementAndGet();
        if (denied.contains(key)) {
            throw new DeniedException("denied", 403, "");
        }
        ObjectSummary object = objects.get(key);
        if (object == null) {
            throw new GoneException("no such key", 404, "NoSuchKey");
        }
        return new ObjectInfo(
                key, object.size(), object.etag(), etagIsMd5, object.lastModified(), "", ObjectMetadata.NONE);
    }

    @Override
    public ObjectContent get(GetRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void check() {}

    @Override
    public void close() {}
}
