package dev.caravan.component.s3;

import dev.caravan.component.wire.Absence;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.ListedEncoding;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.job.Printable;
import dev.caravan.store.AdaptivePace;
import dev.caravan.store.BegunUpload;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.CopySource;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import dev.caravan.store.WritableStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket of Amazon S3 or of an S3-compatible service. */
public final class S3Store implements WritableStore {

    private final S3Configuration configuration;
    private final String bucketName;
    private final String name;
    private final S3Wire wire;
    private final ListObjectsCall listObjects;
    private final GetObjectCall getObject;
    private final Absence absence;
    private final PutObjectCall putObject;
    private final UploadCalls upload;
    private final CopyCalls copy;
    private final AclCalls acls;

    /**
     * Resolves the bucket's address without a request; copies the configuration.
     *
     * @param bucket the bucket's name, or the ARN of an access point
     * @throws InvalidException for an invalid bucket name or an unknown region
     */
    public S3Store(String bucket, S3Configuration configuration) {
        this(bucket, configuration.copy(), null);
    }

    /** Uses the connections and pace of {@code shared}; null for its own. */
    private S3Store(String bucket, S3Configuration own, S3Wire shared) {
        configuration = own;
        bucketName = bucket;
        name = "s3://" + Printable.of(bucket);
        wire = shared == null ? new S3Wire(bucket, name, own) : shared;
        acls = new AclCalls(wire);
        WriteHeaders writeHeaders = new WriteHeaders(name, own, acls::bucketOwner);
        WriteChecksums checksums = new WriteChecksums(name, own, isAmazon(own));
        CheckedWrite write = new CheckedWrite(wire, checksums);
        getObject = new GetObjectCall(wire, own, acls, new StoredReads(wire), new TagCounts(isAmazon(own)));
        listObjects = new ListObjectsCall(
                wire, own.isEncodedListing(), new ListedEncoding(own.isEncodedListing(), getObject::head));
        absence = new Absence(listObjects::list, getObject::get);
        copy = new CopyCalls(bucket, wire, writeHeaders, own, noOverwrite(own));
        putObject = new PutObjectCall(wire, writeHeaders, write, noOverwrite(own), getObject, copy);
        upload = new UploadCalls(
                wire, writeHeaders, checksums, write, noOverwrite(own), new WholeUploads(checksums.keepsWhole()));
    }

    /**
     * Returns the same bucket with shared connections and pace, which reads and copies all metadata and tags. Closed
     * with this one.
     */
    public WritableStore withAllMetadata() {
        S3Configuration all = configuration.copy();
        all.setIncludeMetadata(true);
        all.setIncludeTags(true);
        // Objects that are copied within the bucket have the bucket's key.
        all.setCopySourceKey(all.getCustomerKey());
        return new S3Store(bucketName, all, wire);
    }

    /**
     * Amazon S3 documents If-None-Match of PutObject, CopyObject and CompleteMultipartUpload ("Conditional writes").
     */
    private NoOverwrite noOverwrite(S3Configuration own) {
        return new NoOverwrite(own.isImmutable(), isAmazon(own), wire, this::get);
    }

    private static boolean isAmazon(S3Configuration own) {
        return own.getEndpoint().isEmpty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectPage list(ListRequest request) {
        return listObjects.list(request);
    }

    @Override
    public VersionPage versions(VersionRequest request) {
        return new ListVersionsCall(wire).list(request);
    }

    @Override
    public ObjectInfo head(String key, String versionId, boolean complete) {
        try {
            return getObject.head(key, versionId, complete);
        } catch (NotFoundException e) {
            if (!versionId.isEmpty()) {
                // The answer to a GET has the code; the answer to a HEAD has no body for it.
                getObject
                        .get(new GetRequest(key, new ByteRange(0, 1), "", -1, versionId))
                        .close();
                throw e;
            }
            throw absence.afterHead(key, e);
        }
    }

    @Override
    public ObjectContent get(GetRequest request) {
        try {
            return getObject.get(request);
        } catch (NotFoundException e) {
            throw gone(request.key(), request.versionId(), e);
        }
    }

    /** Takes a second look after a GET. A listing shows no versions, so that a missing key proves nothing about one. */
    private StoreException gone(String key, String versionId, NotFoundException unproved) {
        return versionId.isEmpty() ? absence.afterGet(key, unproved) : unproved;
    }

    @Override
    public String put(PutRequest request, ObjectContent content) {
        return putObject.put(request, content);
    }

    @Override
    public String createUpload(String key, ObjectMetadata metadata) {
        return upload.create(key, metadata);
    }

    @Override
    public UploadedPart uploadPart(PartRequest request, ObjectContent content) {
        return upload.upload(request, content);
    }

    @Override
    public UploadedPart copyPart(PartRequest request, CopySource source, ByteRange range) {
        return copy.part(request, source, range);
    }

    @Override
    public String copyObject(String key, CopySource source) {
        return copy.object(key, source);
    }

    @Override
    public List<UploadedPart> listParts(String key, String uploadId) {
        return upload.parts(key, uploadId);
    }

    @Override
    public String completeUpload(String key, String uploadId, List<UploadedPart> parts, ContentChecksum source) {
        return upload.complete(key, uploadId, parts, source);
    }

    @Override
    public List<String> ignored(String key, ObjectMetadata sent) {
        return isAmazon(configuration) ? List.of() : new IgnoredTraits(wire, getObject).of(key, sent);
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        upload.abort(key, uploadId);
    }

    @Override
    public void delete(String key) {
        S3Request delete = S3Request.object("DELETE", "DELETE", key);
        if (configuration.isImmutable()) {
            throw new InvalidException(wire.what(delete) + ": objects there must not be deleted", "Immutable");
        }
        delete(delete);
    }

    /** Returns an object's tags; throws {@link GoneException} if it doesn't exist. */
    public Map<String, String> tags(String key, String versionId) {
        try {
            return getObject.tags(key, versionId);
        } catch (NotFoundException e) {
            throw gone(key, versionId, e);
        }
    }

    /** Returns the requests about access control lists. */
    public AclCalls acls() {
        return acls;
    }

    /** Returns the requests about Object Lock and versioning. */
    public LockCalls locks() {
        return new LockCalls(wire);
    }

    /** Returns the key's unfinished multipart uploads, at most 1,000, of any client. */
    public List<BegunUpload> uploads(String key) {
        return new ListUploadsCall(wire, configuration.isEncodedListing()).uploads(key);
    }

    /**
     * Deletes the object on the condition that it exists, so that a versioned bucket gets no delete marker for a
     * missing key. Throws {@link dev.caravan.store.ChangedException}, or does nothing, for a missing object.
     */
    public void deleteIfThere(String key) {
        S3Request delete = S3Request.object("DELETE", "DELETE", key);
        // The condition needs no permission but s3:DeleteObject (Amazon S3, "How to perform conditional deletes").
        delete.headers().add("if-match", "*");
        delete(delete);
    }

    private void delete(S3Request delete) {
        try {
            Answer answer = wire.send(delete);
            byte[] body = answer.refusal();
            if (body.length > 0) {
                throw doubt(delete, XmlFault.parse(answer.status(), body, Map.of()));
            }
        } catch (GoneException e) {
            // Some stores answer 404 where S3 answers 204.
        } catch (NotFoundException e) {
            StoreException found = absence.afterGet(delete.key(), e);
            if (!(found instanceof GoneException)) {
                throw found;
            }
        }
    }

    /** Translates a body, which S3's answer to DELETE doesn't have: an error, the page of a proxy, or a confirmation. */
    private StoreException doubt(S3Request delete, XmlFault fault) {
        return fault.code().isEmpty()
                ? new NotFoundException(
                        StoreErrors.message(wire.what(delete), fault.status(), "", fault.message(), ""),
                        fault.status(),
                        "")
                : wire.errors().of(delete, fault);
    }

    @Override
    public void check() {
        StoreErrors.requireListable(this);
    }

    @Override
    public AdaptivePace pace() {
        return wire.pace();
    }

    @Override
    public String way() {
        return wire.way();
    }

    @Override
    public Optional<Instant> time() {
        return wire.time();
    }

    /** Returns how many connections are held by unfinished answers. */
    int connectionsInUse() {
        return wire.connectionsInUse();
    }

    @Override
    public void close() {
        wire.close();
    }
}
