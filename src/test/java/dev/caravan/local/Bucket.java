package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** A bucket: its objects, its open uploads and its policies. Tests use it without HTTP. The class is thread-safe. */
public final class Bucket {
    private final String name;
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
    private final NavigableMap<String, Upload> uploads = new ConcurrentSkipListMap<>();
    private volatile Set<Operation> denied = EnumSet.noneOf(Operation.class);
    private final Map<String, Set<Operation>> deniedTo = new ConcurrentHashMap<>();
    private volatile String region;
    private volatile boolean publicRead;
    private volatile boolean requesterPays;
    private volatile boolean kmsEncrypted;
    private volatile boolean digestOnly;
    private volatile boolean noAcls;
    private volatile Versions versions;
    private volatile boolean lockable;
    private volatile Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    private volatile long minimumPartSize = 5L << 20;
    private volatile Function<Content, String> naming;

    Bucket(String name, String region) {
        this.name = name;
        this.region = region;
    }

    public String name() {
        return name;
    }

    public String region() {
        return region;
    }

    public Bucket region(String newRegion) {
        region = newRegion;
        return this;
    }

    /** Lets anonymous clients list and read. */
    public Bucket publicRead() {
        publicRead = true;
        return this;
    }

    /** Denies requests without {@code x-amz-request-payer: requester}. */
    public Bucket requesterPays() {
        requesterPays = true;
        return this;
    }

    /** Encrypts new objects with KMS: their ETags are not MD5s. */
    public Bucket kmsEncrypted() {
        kmsEncrypted = true;
        return this;
    }

    /** Sets the object ownership to BucketOwnerEnforced, which disables ACLs. */
    public Bucket noAcls() {
        noAcls = true;
        return this;
    }

    /** Allows locks on objects. */
    public Bucket lockable() {
        lockable = true;
        return this;
    }

    boolean hasNoAcls() {
        return noAcls;
    }

    boolean isLockable() {
        return lockable;
    }

    /** Returns the canonical ID of the bucket's owner. Each bucket has a different owner. */
    public String owner() {
        return "owner-of-" + name;
    }

    /** Sets the function that computes the ETags of new content in place of S3's. */
    Bucket naming(Function<Content, String> etags) {
        naming = etags;
        return this;
    }

    /** Replaces the list of ways in which the store differs from S3. */
    public Bucket quirks(Quirk... own) {
        Set<Quirk> set = EnumSet.noneOf(Quirk.class);
        set.addAll(Arrays.asList(own));
        quirks = set;
        return this;
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** Keeps only the digests of new bodies. A GET of such an object gets status 501. */
    public Bucket digestOnly() {
        digestOnly = true;
        return this;
    }

    /** Sets the minimum part size, which is 5 MiB on S3. With a smaller one a test can use many small parts. */
    public Bucket minimumPartSize(long bytes) {
        minimumPartSize = bytes;
        return this;
    }

    /** Denies these operations with 403 AccessDenied. Replaces earlier denials; an empty list removes them. */
    public Bucket deny(Operation... operations) {
        Set<Operation> set = EnumSet.noneOf(Operation.class);
        set.addAll(Arrays.asList(operations));
        denied = set;
        return this;
    }

    /** Denies these operations with 403 AccessDenied to one access key. An empty list removes the denial. */
    public Bucket denyTo(String accessKey, Operation... operations) {
        deniedTo.put(accessKey, Set.of(operations));
        return this;
    }

    public StoredObject put(String key, String text) {
        return put(key, Content.of(text), Attributes.NONE);
    }

    public StoredObject put(String key, byte[] bytes) {
        return put(key, Content.of(bytes), Attributes.NONE);
    }

    public StoredObject put(String key, Content content) {
        return put(key, content, Attributes.NONE);
    }

    public StoredObject put(String key, Content content, Attributes attributes) {
        Attributes own = kmsEncrypted ? attributes.withEncryption("aws:kms") : attributes;
        String etag = naming == null ? Etags.of(content, own.isKms()) : naming.apply(content);
        return put(new StoredObject(key, content, etag, now(), own, List.of(), null));
    }

    /** Stores an object whose ETag and time the test chooses. */
    public StoredObject put(StoredObject object) {
        store(object, existing -> {});
        return object;
    }

    public Optional<StoredObject> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    public byte[] bytes(String key) {
        return get(key).orElseThrow(() -> new NoSuchElementException("no " + key + " in " + name))
                .content()
                .bytes();
    }

    public String text(String key) {
        return new String(bytes(key), StandardCharsets.UTF_8);
    }

    /** Removes an object. In a bucket with versions, adds a delete marker instead. */
    public synchronized boolean remove(String key) {
        if (versions != null) {
            versions.add(key, null);
        }
        return objects.remove(key) != null;
    }

    /** Enables versioning; existing objects get the version ID {@code null}. */
    public synchronized Bucket versioned() {
        Versions all = unversioned();
        versions = all;
        return this;
    }

    /** Returns the objects of a bucket without versioning in the form of a listing of versions. */
    synchronized Versions unversioned() {
        Versions all = new Versions(name);
        objects.forEach(all::addUnversioned);
        return all;
    }

    /** Returns the versions; null if the bucket has no versioning. */
    Versions versions() {
        return versions;
    }

    /** Returns all versions and delete markers of a key, the oldest first. */
    public List<Versions.Version> versions(String key) {
        return versions.of(key);
    }

    /** Removes one version permanently. If it was the last one, the version before it becomes current. */
    public synchronized void removeVersion(String key, String id) {
        versions.remove(key, id);
        Versions.Version last = versions.last(key);
        if (last == null || last.isMarker()) {
            objects.remove(key);
        } else {
            objects.put(key, last.object());
        }
    }

    /** Returns all keys in S3's order. */
    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** Returns a live view of the objects in S3's order. */
    public Collection<StoredObject> objects() {
        return objects.values();
    }

    public int size() {
        return objects.size();
    }

    public List<Upload> openUploads() {
        return List.copyOf(uploads.values());
    }

    /** Stores the object unless the check of the existing object (null if none) throws. Both are one atomic step. */
    synchronized void store(StoredObject object, Consumer<StoredObject> check) {
        check.accept(objects.get(object.key()));
        objects.put(object.key(), object);
        if (versions != null) {
            versions.add(object.key(), object);
        }
    }

    synchronized void replaceAttributes(StoredObject known, Attributes attributes) {
        objects.computeIfPresent(known.key(), (key, current) -> current.withAttributes(attributes));
    }

    /** Stores the part unless the upload has ended meanwhile. */
    synchronized void storePart(Upload upload, Part part) {
        upload(upload.key(), upload.id()).parts().put(part.number(), part);
    }

    synchronized void complete(Upload upload, StoredObject object, Consumer<StoredObject> check) {
        upload(upload.key(), upload.id());
        store(object, check);
        uploads.remove(upload.id());
    }

    synchronized void abort(Upload upload) {
        uploads.remove(upload.id());
    }

    void open(Upload upload) {
        uploads.put(upload.id(), upload);
    }

    Upload upload(String key, String id) {
        Upload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw S3Error.noSuchUpload(id);
        }
        return upload;
    }

    NavigableMap<String, StoredObject> map() {
        return objects;
    }

    /** @param sender null if anonymous */
    boolean isDenied(Operation operation, Identity sender) {
        return denied.contains(operation)
                || (sender != null
                        && deniedTo.getOrDefault(sender.authorization().accessKey(), Set.of())
                                .contains(operation));
    }

    boolean isPublic() {
        return publicRead;
    }

    boolean isRequesterPays() {
        return requesterPays;
    }

    boolean isKmsEncrypted() {
        return kmsEncrypted;
    }

    boolean isDigestOnly() {
        return digestOnly;
    }

    long minimumPartSize() {
        return minimumPartSize;
    }

    /** Returns the time in whole seconds, as S3 keeps it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
