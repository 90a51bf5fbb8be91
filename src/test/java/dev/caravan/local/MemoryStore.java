package dev.caravan.local;

import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.CopySource;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.WritableStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A bucket in memory. It keeps a log, counts open resources, and fails where a test sets a failure. */
public final class MemoryStore implements WritableStore {

    /** A test's action at the start of an operation. It may throw. */
    public interface Hook {
        void on(String operation, String key);
    }

    private static final class Stored {
        private final byte[] bytes;
        private final String etag;
        private final ObjectMetadata metadata;
        private Function<byte[], ContentChecksum> keptBy;
        private ContentChecksum kept;

        Stored(byte[] bytes, String etag, ObjectMetadata metadata) {
            this.bytes = bytes;
            this.etag = etag;
            this.metadata = metadata;
        }

        /** Returns the checksum, which is computed once for a function. */
        synchronized ContentChecksum kept(Function<byte[], ContentChecksum> function) {
            if (keptBy == null || !keptBy.equals(function)) {
                keptBy = function;
                kept = function.apply(bytes);
            }
            return kept;
        }
    }

    public final List<String> log = new CopyOnWriteArrayList<>();
    /** The sizes that callers of GET announced. */
    public final List<Long> announced = new CopyOnWriteArrayList<>();

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public final AtomicInteger mostPartsAtATime = new AtomicInteger();
    private final AtomicInteger partsNow = new AtomicInteger();
    private final AtomicInteger uploads = new AtomicInteger();
    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, Stored>> open = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Hook> hooks = new ConcurrentLinkedQueue<>();
    private UnaryOperator<String> objectEtag = md5 -> md5;
    private Function<byte[], ContentChecksum> checksum = bytes -> null;
    private UnaryOperator<byte[]> wire;
    private MemoryStore copied;

    public void when(Hook hook) {
        hooks.add(hook);
    }

    /** Removes everything except the upload counter, so that upload IDs stay unique. */
    public void clear() {
        objects.clear();
        open.clear();
        log.clear();
        hooks.clear();
        opened.set(0);
        closed.set(0);
        mostPartsAtATime.set(0);
        objectEtag = md5 -> md5;
        checksum = bytes -> null;
        wire = null;
    }

    /** Returns the ID of the upload that was created last. */
    public String lastUpload() {
        return "upload-" + uploads.get();
    }

    /** Adds the open uploads of another store, without their parts. */
    public void adopt(MemoryStore other) {
        other.open.keySet().forEach(id -> open.put(id, new ConcurrentHashMap<>()));
    }

    /** Makes later ETags differ from the MD5, as with encrypted objects. */
    public void opaqueEtags() {
        objectEtag = md5 -> "opaque-" + md5;
    }

    /** Leaves out the ETags of objects. */
    public void noEtags() {
        objectEtag = md5 -> "";
    }

    /** Makes ETags MD5s again. */
    public void md5Etags() {
        objectEtag = md5 -> md5;
    }

    /** Makes the store keep this checksum for every object. */
    public void keeps(Function<byte[], ContentChecksum> kept) {
        checksum = kept;
    }

    /** Sets a change of bytes while they are read. */
    public void wire(UnaryOperator<byte[]> change) {
        wire = change;
    }

    /** Lets this store copy from the other one, as within one service. */
    public void copiesFrom(MemoryStore other) {
        copied = other;
    }

    public MemoryStore with(String key, String text) {
        return with(key, text.getBytes(StandardCharsets.UTF_8));
    }

    public MemoryStore with(String key, byte[] bytes) {
        objects.put(key, new Stored(bytes, objectEtag.apply(md5(bytes)), ObjectMetadata.NONE));
        return this;
    }

    public MemoryStore with(String key, String text, ObjectMetadata metadata) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        objects.put(key, new Stored(bytes, objectEtag.apply(md5(bytes)), metadata));
        return this;
    }

    public ObjectMetadata metadata(String key) {
        return objects.get(key).metadata;
    }

    public String text(String key) {
        return new String(objects.get(key).bytes, StandardCharsets.UTF_8);
    }

    public boolean has(String key) {
        return objects.containsKey(key);
    }

    public byte[] bytes(String key) {
        return objects.get(key).bytes;
    }

    /** Returns the number of uploads that are neither completed nor aborted. */
    public int openUploads() {
        return open.size();
    }

    /** Returns the IDs of the open uploads. */
    public List<String> openUploadIds() {
        return List.copyOf(open.keySet());
    }

    /** Aborts all uploads, as another program may do. */
    public void abortAll() {
        open.clear();
    }

    /** Truncates a stored part. */
    public void truncatePart(int number) {
        open.values()
                .forEach(parts -> parts.computeIfPresent(number, (n, part) -> {
                    byte[] less = Arrays.copyOf(part.bytes, part.bytes.length / 2);
                    return new Stored(less, md5(less), part.metadata);
                }));
    }

    public boolean isEmpty() {
        return objects.isEmpty() && open.isEmpty();
    }

    private void begin(String operation, String key) {
        log.add(operation + " " + key);
        hooks.forEach(hook -> hook.on(operation, key));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public ObjectPage list(ListRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectInfo head(String key, String versionId, boolean complete) {
        begin("head", key);
        return info(key, stored(key));
    }

    private Stored stored(String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            throw new GoneException("GET " + key + ": 404 NoSuchKey", 404, "NoSuchKey");
        }
        return stored;
    }

    private ObjectInfo info(String key, Stored stored) {
        boolean isMd5 = stored.etag.length() == 32;
        return new ObjectInfo(
                key,
                stored.bytes.length,
                stored.etag,
                isMd5,
                Instant.EPOCH,
                "",
                stored.metadata,
                stored.kept(checksum));
    }

    private InputStream read(byte[] bytes, int from, int length) {
        return wire == null
                ? new ByteArrayInputStream(bytes, from, length)
                : new ByteArrayInputStream(wire.apply(Arrays.copyOfRange(bytes, from, from + length)));
    }

    @Override
    public ObjectContent get(GetRequest request) {
        announced.add(request.size());
        begin("get", request.key());
        Stored stored = stored(request.key());
        if (request.ifMatch() != null
                && !request.ifMatch().isEmpty()
                && !request.ifMatch().equals(stored.etag)) {
            throw new ChangedException("GET " + request.key() + ": 412", 412, "PreconditionFailed");
        }
        ByteRange range = request.range();
        int from = range == null ? 0 : (int) range.offset();
        int length = range == null ? stored.bytes.length : (int) range.length();
        opened.incrementAndGet();
        AtomicBoolean released = new AtomicBoolean();
        return new ObjectContent(
                read(stored.bytes, from, length),
                length,
                info(request.key(), stored),
                () -> closed.addAndGet(released.compareAndSet(false, true) ? 1 : 0));
    }

    @Override
    public String put(PutRequest request, ObjectContent content) {
        begin("put", request.key());
        byte[] bytes = read(content, "put", request.key());
        String md5 = md5(bytes);
        if (request.md5() != null && !request.md5().equals(md5)) {
            throw new TransientException("PUT: BadDigest", 400, "BadDigest");
        }
        objects.put(request.key(), new Stored(bytes, md5, request.metadata()));
        return md5;
    }

    /** Reads a body. A hook may throw between its two halves. */
    private byte[] read(ObjectContent content, String operation, String key) {
        try {
            int half = (int) (content.length() / 2);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(content.stream().readNBytes(half));
            hooks.forEach(hook -> hook.on(operation + " half", key));
            bytes.writeBytes(content.stream().readAllBytes());
            if (bytes.size() != content.length()) {
                throw new TransientException("the body has ended too early");
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new TransientException("the body broke", 0, "", e);
        }
    }

    @Override
    public String createUpload(String key, ObjectMetadata metadata) {
        begin("create", key);
        String id = "upload-" + uploads.incrementAndGet();
        open.put(id, new ConcurrentHashMap<>());
        return id;
    }

    @Override
    public UploadedPart uploadPart(PartRequest request, ObjectContent content) {
        mostPartsAtATime.accumulateAndGet(partsNow.incrementAndGet(), Math::max);
        try {
            begin("part " + request.partNumber(), request.key());
            byte[] bytes = read(content, "part " + request.partNumber(), request.key());
            Stored part = new Stored(bytes, md5(bytes), ObjectMetadata.NONE);
            upload(request.uploadId()).put(request.partNumber(), part);
            return new UploadedPart(request.partNumber(), part.etag, bytes.length, "");
        } finally {
            log.add("part " + request.partNumber() + " ended " + request.key());
            partsNow.decrementAndGet();
        }
    }

    private Map<Integer, Stored> upload(String id) {
        Map<Integer, Stored> parts = open.get(id);
        if (parts == null) {
            throw new UploadGoneException("404 NoSuchUpload", 404, "NoSuchUpload");
        }
        return parts;
    }

    @Override
    public List<String> ignored(String key, ObjectMetadata sent) {
        return List.of();
    }

    @Override
    public String completeUpload(String key, String uploadId, List<UploadedPart> parts, ContentChecksum source) {
        begin("complete", key);
        Map<Integer, Stored> stored = upload(uploadId);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (UploadedPart part : parts) {
            bytes.writeBytes(stored.get(part.partNumber()).bytes);
            digests.writeBytes(HexFormat.of().parseHex(part.etag()));
        }
        String etag = md5(digests.toByteArray()) + "-" + parts.size();
        objects.put(key, new Stored(bytes.toByteArray(), etag, ObjectMetadata.NONE));
        open.remove(uploadId);
        begin("completed", key);
        return etag;
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        begin("abort", key);
        open.remove(uploadId);
    }

    @Override
    public void delete(String key) {
        begin("delete", key);
        objects.remove(key);
    }

    @Override
    public UploadedPart copyPart(PartRequest request, CopySource source, ByteRange range) {
        begin("copy part " + request.partNumber(), request.key());
        byte[] bytes = copySource(source).bytes;
        int from = (int) range.offset();
        byte[] piece = Arrays.copyOfRange(bytes, from, from + (int) range.length());
        Stored part = new Stored(piece, md5(piece), ObjectMetadata.NONE);
        upload(request.uploadId()).put(request.partNumber(), part);
        return new UploadedPart(request.partNumber(), part.etag, range.length(), "");
    }

    @Override
    public String copyObject(String key, CopySource source) {
        begin("copy", key);
        Stored original = copySource(source);
        Stored copy = new Stored(original.bytes, objectEtag.apply(md5(original.bytes)), original.metadata);
        objects.put(key, copy);
        begin("copied", key);
        return copy.etag;
    }

    private Stored copySource(CopySource source) {
        Stored original = copied.objects.get(source.key());
        if (original == null) {
            throw new InvalidException("COPY " + source.key() + ": 404 NoSuchKey", 404, "NoSuchKey");
        }
        if (!original.etag.equals(source.ifMatch())) {
            throw new ChangedException("COPY " + source.key() + ": 412", 412, "PreconditionFailed");
        }
        return original;
    }

    @Override
    public List<UploadedPart> listParts(String key, String uploadId) {
        begin("list parts", key);
        return upload(uploadId).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(part -> new UploadedPart(part.getKey(), part.getValue().etag, part.getValue().bytes.length, ""))
                .toList();
    }

    @Override
    public void check() {}

    @Override
    public void close() {}

    public static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns fixed bytes. No two parts of them are equal. */
    public static byte[] noise(int length) {
        return Content.synthetic(length, length).bytes();
    }
}
