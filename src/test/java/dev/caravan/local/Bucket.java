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

/** A bucket: its objects, its open uploads and its policies. Tests reach into it without HTTP; all of it is thread-safe. */
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

    /** Everybody may list and read. */
    public Bucket publicRead() {
        publicRead = true;
        return this;
    }

    /** Requests without {@code x-amz-request-payer: requester} are denied. */
    public Bucket requesterPays() {
        requesterPays = true;
        return this;
    }

    /** New objects are encrypted with KMS: their ETags are no MD5s. */
    public Bucket kmsEncrypted() {
        kmsEncrypted = true;
        return this;
    }

    /** Object ownership is BucketOwnerEnforced, which switches ACLs off. */
    public Bucket noAcls() {
        noAcls = true;
        return this;
    }

    /** Objects may be locked. */
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

    /** The canonical ID of who owns the bucket: another one for each. */
    public String owner() {
        return "owner-of-" + name;
    }

    /** Sets the ETags of new content, if they aren't those of S3. */
    Bucket naming(Function<Content, String> etags) {
        naming = etags;
        return this;
    }

    /** Sets the deviations of its store from S3, in place of earlier ones. */
    public Bucket quirks(Quirk... own) {
        Set<Quirk> set = EnumSet.noneOf(Quirk.class);
        set.addAll(Arrays.asList(own));
        quirks = set;
        return this;
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /** New bodies are hashed and forgotten; a GET of such an object is answered with 501. */
    public Bucket digestOnly() {
        digestOnly = true;
        return this;
    }

    /** 5 MiB on S3; less lets a test have many small parts. */
    public Bucket minimumPartSize(long bytes) {
        minimumPartSize = bytes;
        return this;
    }

    /** Answers these operations with 403 AccessDenied, instead of those denied before; none lifts the denial. */
    public Bucket deny(Operation... operations) {
        Set<Operation> set = EnumSet.noneOf(Operation.class);
        set.addAll(Arrays.asList(operations));
        denied = set;
        return this;
    }

    /** Answers these operations with 403 AccessDenied to one key only; none lifts the denial. */
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

    /** Stores an object of the test's own making: its ETag, its time. */
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

    /** Removes an object; in a bucket with versions, hides it behind a delete marker. */
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

    /** The objects of a bucket without versions, as it lists its versions. */
    synchronized Versions unversioned() {
        Versions all = new Versions(name);
        objects.forEach(all::addUnversioned);
        return all;
    }

    /** Null where the bucket keeps none. */
    Versions versions() {
        return versions;
    }

    /** All versions and delete markers of a key, the oldest first. */
    public List<Versions.Version> versions(String key) {
        return versions.of(key);
    }

    /** Removes one version for good; what was before the last one is current then. */
    public synchronized void removeVersion(String key, String id) {
        versions.remove(key, id);
        Versions.Version last = versions.last(key);
        if (last == null || last.isMarker()) {
            objects.remove(key);
        } else {
            objects.put(key, last.object());
        }
    }

    /** All keys in S3's order. */
    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** A live view in S3's order. */
    public Collection<StoredObject> objects() {
        return objects.values();
    }

    public int size() {
        return objects.size();
    }

    public List<Upload> openUploads() {
        return List.copyOf(uploads.values());
    }

    /** Stores unless the check of the existing object (null if none) throws; both are one step. */
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

    /** @param sender null for nobody */
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

    /** S3 keeps times in whole seconds. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
