package dev.caravan.component.s3;

import dev.caravan.job.ChecksumMode;
import dev.caravan.store.CredentialsSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How to reach a bucket and how to write to it. Every option is described at its setter. */
@UriParams
public class S3Configuration implements Cloneable {

    @UriParam
    private String region = "";

    @UriParam
    private String endpoint = "";

    @UriParam(defaultValue = "false")
    private boolean pathStyle;

    @UriParam(label = "security", secret = true)
    private String accessKeyId = "";

    @UriParam(label = "security", secret = true)
    private String secretAccessKey = "";

    @UriParam(label = "security", secret = true)
    private String sessionToken = "";

    @UriParam(label = "security,advanced")
    private CredentialsSource credentialsSource;

    @UriParam(label = "security", defaultValue = "false")
    private boolean anonymous;

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

    @UriParam(defaultValue = "true")
    private boolean includeMetadata = true;

    @UriParam(defaultValue = "false")
    private boolean includeTags;

    @UriParam(label = "advanced", defaultValue = "64")
    private int maxConnections = 64;

    @UriParam(label = "advanced", defaultValue = "10000")
    private int connectTimeout = 10_000;

    @UriParam(label = "advanced", defaultValue = "50000")
    private int socketTimeout = 50_000;

    public String getRegion() {
        return region;
    }

    /** The region of the bucket, for example <code>eu-west-1</code>. Empty: the region of the AWS default chain (environment, profile, instance); <code>us-east-1</code> with an endpoint of one's own. */
    public void setRegion(String region) {
        this.region = region == null ? "" : region;
    }

    public String getEndpoint() {
        return endpoint;
    }

    /** The URL of an S3-compatible service, <code>http://</code> or <code>https://</code>. Empty: Amazon S3 in the region, in whichever partition that is. */
    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint == null ? "" : endpoint;
    }

    public boolean isPathStyle() {
        return pathStyle;
    }

    /** Whether the bucket stands in the path of the URL instead of the host name. Many S3-compatible services need it. */
    public void setPathStyle(boolean pathStyle) {
        this.pathStyle = pathStyle;
    }

    public String getAccessKeyId() {
        return accessKeyId;
    }

    /** The access key ID. Empty: the AWS default chain of credentials. */
    public void setAccessKeyId(String accessKeyId) {
        this.accessKeyId = accessKeyId == null ? "" : accessKeyId;
    }

    public String getSecretAccessKey() {
        return secretAccessKey;
    }

    /** The secret access key that belongs to the access key ID. */
    public void setSecretAccessKey(String secretAccessKey) {
        this.secretAccessKey = secretAccessKey == null ? "" : secretAccessKey;
    }

    public String getSessionToken() {
        return sessionToken;
    }

    /** The session token of temporary credentials. */
    public void setSessionToken(String sessionToken) {
        this.sessionToken = sessionToken == null ? "" : sessionToken;
    }

    public CredentialsSource getCredentialsSource() {
        return credentialsSource;
    }

    /** A bean that gives credentials which may change at any time, and that is asked for new ones when the store refuses them. It goes before an access key. None: that key, or the AWS default chain. */
    public void setCredentialsSource(CredentialsSource credentialsSource) {
        this.credentialsSource = credentialsSource;
    }

    public boolean isAnonymous() {
        return anonymous;
    }

    /** Whether requests are sent without a signature, as public buckets allow. */
    public void setAnonymous(boolean anonymous) {
        this.anonymous = anonymous;
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

    /** How bytes are verified where the source's own MD5 can't be handed on: CRC32C as a trailer of every part (verified by the store), MD5 against the answered ETag, none (lengths only), or AUTO: CRC32C, and MD5 at a store that refuses trailers. */
    public void setChecksum(ChecksumMode checksum) {
        this.checksum = checksum;
    }

    public boolean isIncludeMetadata() {
        return includeMetadata;
    }

    /** Whether metadata is read and written beside the bytes. */
    public void setIncludeMetadata(boolean includeMetadata) {
        this.includeMetadata = includeMetadata;
    }

    public boolean isIncludeTags() {
        return includeTags;
    }

    /** Whether an object's tags are read too, at the cost of one more request for each tagged object. Tags that a request carries are always written. */
    public void setIncludeTags(boolean includeTags) {
        this.includeTags = includeTags;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** The most connections that are open at once, 1 to 10000. Further requests wait for one, at most a minute. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getConnectTimeout() {
        return connectTimeout;
    }

    /** How long to wait for a connection, in milliseconds. */
    public void setConnectTimeout(int connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public int getSocketTimeout() {
        return socketTimeout;
    }

    /** How long to wait for the next bytes of an answer, in milliseconds. */
    public void setSocketTimeout(int socketTimeout) {
        this.socketTimeout = socketTimeout;
    }

    /** A copy that can be changed without changing this one. */
    public S3Configuration copy() {
        try {
            return (S3Configuration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
