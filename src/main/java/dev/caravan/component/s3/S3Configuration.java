package dev.caravan.component.s3;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.ChecksumMode;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Network;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Options of a bucket of Amazon S3 or of a service with its protocol. */
@UriParams
public class S3Configuration extends ObjectStoreConfiguration {

    @UriParam(defaultValue = "false")
    private boolean pathStyle;

    @UriParam(defaultValue = "USUAL")
    private Network network = Network.USUAL;

    @UriParam(label = "advanced")
    private String profile = "";

    @UriParam(defaultValue = "false")
    private boolean requesterPays;

    @UriParam(label = "producer")
    private String storageClass = "";

    @UriParam(label = "producer")
    private String acl = "";

    @UriParam(label = "producer")
    private String sseType = "";

    @UriParam(label = "producer")
    private String kmsKeyId = "";

    @UriParam(label = "producer", defaultValue = "AUTO")
    private ChecksumMode checksum = ChecksumMode.AUTO;

    @UriParam(defaultValue = "false")
    private boolean includeTags;

    @UriParam(defaultValue = "false")
    private boolean keepAcl;

    @UriParam(defaultValue = "false")
    private boolean keepLock;

    @UriParam(label = "security", secret = true)
    private CustomerKey customerKey;

    @UriParam(label = "security", secret = true)
    private CustomerKey copySourceKey;

    @UriParam(label = "advanced", defaultValue = "true")
    private boolean encodedListing = true;

    @UriParam(defaultValue = "false")
    private boolean readChecksums;

    @UriParam(label = "producer", defaultValue = "false")
    private boolean immutable;

    @UriParam(label = "producer", defaultValue = "false")
    private boolean finalWrites;

    public boolean isPathStyle() {
        return pathStyle;
    }

    /**
     * Sets whether the bucket's name is in the URL's path rather than in the host name. Many S3-compatible services
     * need it.
     */
    public void setPathStyle(boolean pathStyle) {
        this.pathStyle = pathStyle;
    }

    public Network getNetwork() {
        return network;
    }

    /**
     * Sets Amazon's address to use without an endpoint: USUAL, with FIPS or dual-stack by
     * <code>AWS_USE_FIPS_ENDPOINT</code>, <code>AWS_USE_DUALSTACK_ENDPOINT</code> or the AWS profile; PUBLIC, without
     * these settings; ACCELERATE, S3 Transfer Acceleration.
     */
    public void setNetwork(Network network) {
        this.network = network == null ? Network.USUAL : network;
    }

    public String getProfile() {
        return profile;
    }

    /**
     * Sets the AWS profile that selects FIPS and dual-stack endpoints. Empty: <code>AWS_PROFILE</code>, or the default
     * profile.
     */
    public void setProfile(String profile) {
        this.profile = profile == null ? "" : profile;
    }

    public boolean isRequesterPays() {
        return requesterPays;
    }

    /** Sets whether to accept the cost of requests to a requester-pays bucket. */
    public void setRequesterPays(boolean requesterPays) {
        this.requesterPays = requesterPays;
    }

    public String getStorageClass() {
        return storageClass;
    }

    /** Sets the storage class of new objects, for example <code>STANDARD_IA</code>. Empty: the bucket's default. */
    public void setStorageClass(String storageClass) {
        this.storageClass = storageClass == null ? "" : storageClass;
    }

    public String getAcl() {
        return acl;
    }

    /** Sets the canned ACL of new objects, for example <code>bucket-owner-full-control</code>. Empty: none. */
    public void setAcl(String acl) {
        this.acl = acl == null ? "" : acl;
    }

    public String getSseType() {
        return sseType;
    }

    /**
     * Sets the encryption of new objects: <code>AES256</code>, <code>aws:kms</code> or <code>aws:kms:dsse</code>.
     * Empty: the bucket's default.
     */
    public void setSseType(String sseType) {
        this.sseType = sseType == null ? "" : sseType;
    }

    public String getKmsKeyId() {
        return kmsKeyId;
    }

    /** Sets the ID or ARN of the KMS key for new objects. Empty: the account's default key. */
    public void setKmsKeyId(String kmsKeyId) {
        this.kmsKeyId = kmsKeyId == null ? "" : kmsKeyId;
    }

    public ChecksumMode getChecksum() {
        return checksum;
    }

    /**
     * Sets the checksum of content with an unknown MD5: CRC32C as a trailer that the store verifies and confirms; MD5,
     * compared with the answer's ETag; NONE (lengths only); or AUTO: CRC32C, and MD5 if the store refuses or doesn't
     * confirm trailers.
     */
    public void setChecksum(ChecksumMode checksum) {
        this.checksum = checksum;
    }

    public boolean isIncludeTags() {
        return includeTags;
    }

    /**
     * Sets whether to read an object's tags, which costs one more request for each tagged object. Tags in a request are
     * always written.
     */
    public void setIncludeTags(boolean includeTags) {
        this.includeTags = includeTags;
    }

    public boolean isKeepAcl() {
        return keepAcl;
    }

    /** Sets whether a copy keeps the grants of an object's ACL, which costs one more request for each object. */
    public void setKeepAcl(boolean keepAcl) {
        this.keepAcl = keepAcl;
    }

    public boolean isKeepLock() {
        return keepLock;
    }

    /** Sets whether a copy keeps an object's Object Lock retention and legal hold. */
    public void setKeepLock(boolean keepLock) {
        this.keepLock = keepLock;
    }

    public CustomerKey getCustomerKey() {
        return customerKey;
    }

    /** Sets a bean with the customer key (SSE-C) of the bucket's objects. None: they have no such key. */
    public void setCustomerKey(CustomerKey customerKey) {
        this.customerKey = customerKey;
    }

    public CustomerKey getCopySourceKey() {
        return copySourceKey;
    }

    /**
     * Sets a bean with the customer key (SSE-C) of the objects that the service copies. None: they have no such key.
     */
    public void setCopySourceKey(CustomerKey copySourceKey) {
        this.copySourceKey = copySourceKey;
    }

    public boolean isEncodedListing() {
        return encodedListing;
    }

    /**
     * Sets whether listings request percent-encoded keys (<code>encoding-type=url</code>), which supports all keys.
     * Some S3-compatible services refuse it; a key with control characters then fails the listing.
     */
    public void setEncodedListing(boolean encodedListing) {
        this.encodedListing = encodedListing;
    }

    public boolean isReadChecksums() {
        return readChecksums;
    }

    /** Sets whether HEAD, and GET of a whole object, request the store's checksum of the whole content. */
    public void setReadChecksums(boolean readChecksums) {
        this.readChecksums = readChecksums;
    }

    public boolean isImmutable() {
        return immutable;
    }

    /**
     * Sets whether objects are protected from overwriting and deletion: putObject, copyObject and completeUpload send
     * <code>If-None-Match: *</code> and fail if the key has an object; deleteObject always fails. With an endpoint, the
     * key is also read before each write until the store has refused a write for that condition.
     */
    public void setImmutable(boolean immutable) {
        this.immutable = immutable;
    }

    public boolean isFinalWrites() {
        return finalWrites;
    }

    /**
     * Sets whether a second write can't correct the first one, because the bucket keeps each write as a version. With
     * an endpoint, the checksum modes <code>auto</code> and <code>keep</code> then add no CRC32C of their own and
     * compare MD5s, which any store understands. <code>immutable</code> has the same effect.
     */
    public void setFinalWrites(boolean finalWrites) {
        this.finalWrites = finalWrites;
    }

    @Override
    public S3Configuration copy() {
        return (S3Configuration) super.copy();
    }
}
