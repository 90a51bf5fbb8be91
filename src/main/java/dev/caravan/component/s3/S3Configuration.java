package dev.caravan.component.s3;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.ChecksumMode;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Network;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How to reach a bucket and how to write to it. Every option is described at its setter. */
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

    public boolean isPathStyle() {
        return pathStyle;
    }

    /** Whether the bucket stands in the path of the URL instead of the host name. Many S3-compatible services need it. */
    public void setPathStyle(boolean pathStyle) {
        this.pathStyle = pathStyle;
    }

    public Network getNetwork() {
        return network;
    }

    /** By which of Amazon's addresses the bucket is reached where no endpoint is given: USUAL, by FIPS or dual-stack endpoints where <code>AWS_USE_FIPS_ENDPOINT</code>, <code>AWS_USE_DUALSTACK_ENDPOINT</code> or the AWS profile say so; PUBLIC, without regard to these settings; ACCELERATE, by S3 Transfer Acceleration. */
    public void setNetwork(Network network) {
        this.network = network == null ? Network.USUAL : network;
    }

    public String getProfile() {
        return profile;
    }

    /** The AWS profile whose settings of FIPS and dual-stack endpoints count. Empty: <code>AWS_PROFILE</code>, or the default profile. */
    public void setProfile(String profile) {
        this.profile = profile == null ? "" : profile;
    }

    public boolean isRequesterPays() {
        return requesterPays;
    }

    /** Whether to accept the cost of requests to a bucket whose requester pays. */
    public void setRequesterPays(boolean requesterPays) {
        this.requesterPays = requesterPays;
    }

    public String getStorageClass() {
        return storageClass;
    }

    /** The storage class of new objects, for example <code>STANDARD_IA</code>. Empty: the bucket's default. */
    public void setStorageClass(String storageClass) {
        this.storageClass = storageClass == null ? "" : storageClass;
    }

    public String getAcl() {
        return acl;
    }

    /** The canned ACL of new objects, for example <code>bucket-owner-full-control</code>. Empty: none. */
    public void setAcl(String acl) {
        this.acl = acl == null ? "" : acl;
    }

    public String getSseType() {
        return sseType;
    }

    /** How new objects are encrypted: <code>AES256</code>, <code>aws:kms</code> or <code>aws:kms:dsse</code>. Empty: the bucket's default. */
    public void setSseType(String sseType) {
        this.sseType = sseType == null ? "" : sseType;
    }

    public String getKmsKeyId() {
        return kmsKeyId;
    }

    /** The ID or ARN of the KMS key that encrypts new objects. Empty: the account's default key. */
    public void setKmsKeyId(String kmsKeyId) {
        this.kmsKeyId = kmsKeyId == null ? "" : kmsKeyId;
    }

    public ChecksumMode getChecksum() {
        return checksum;
    }

    /** How content is verified whose MD5 is not known in advance: CRC32C as a trailer that the store verifies and confirms, MD5 compared with the ETag of the answer, none (lengths only), or AUTO: CRC32C, and MD5 at a store that refuses trailers or does not confirm them. */
    public void setChecksum(ChecksumMode checksum) {
        this.checksum = checksum;
    }

    public boolean isIncludeTags() {
        return includeTags;
    }

    /** Whether an object's tags are read too, at the cost of one more request for each tagged object. Tags that a request carries are always written. */
    public void setIncludeTags(boolean includeTags) {
        this.includeTags = includeTags;
    }

    public boolean isKeepAcl() {
        return keepAcl;
    }

    /** Whether what is read keeps the grants of its access control list where it is written. That takes one more request for each object. */
    public void setKeepAcl(boolean keepAcl) {
        this.keepAcl = keepAcl;
    }

    public boolean isKeepLock() {
        return keepLock;
    }

    /** Whether what is read keeps its Object Lock retention and its legal hold where it is written. */
    public void setKeepLock(boolean keepLock) {
        this.keepLock = keepLock;
    }

    public CustomerKey getCustomerKey() {
        return customerKey;
    }

    /** A bean with the customer's key that objects are encrypted with (SSE-C). None: objects have no such key. */
    public void setCustomerKey(CustomerKey customerKey) {
        this.customerKey = customerKey;
    }

    public CustomerKey getCopySourceKey() {
        return copySourceKey;
    }

    /** A bean with the customer's key of the objects that the service copies. None: they have no such key. */
    public void setCopySourceKey(CustomerKey copySourceKey) {
        this.copySourceKey = copySourceKey;
    }

    public boolean isEncodedListing() {
        return encodedListing;
    }

    /** Whether keys are asked for percent-encoded in listings (<code>encoding-type=url</code>), so that all of them can be told. Some S3-compatible services refuse it; a key with control characters then fails the listing. */
    public void setEncodedListing(boolean encodedListing) {
        this.encodedListing = encodedListing;
    }

    public boolean isReadChecksums() {
        return readChecksums;
    }

    /** Whether GET of a whole object and HEAD ask for the checksum that the store keeps of the whole content. */
    public void setReadChecksums(boolean readChecksums) {
        this.readChecksums = readChecksums;
    }

    public boolean isImmutable() {
        return immutable;
    }

    /** Whether no object is overwritten or deleted: putObject, copyObject and completeUpload send <code>If-None-Match: *</code> and fail where the key has an object, deleteObject fails always. At a store with an endpoint of its own the key is read before each write too, until the store has refused a write for that condition. */
    public void setImmutable(boolean immutable) {
        this.immutable = immutable;
    }

    @Override
    public S3Configuration copy() {
        return (S3Configuration) super.copy();
    }
}
