package dev.caravan.component;

import dev.caravan.job.Credentials;
import dev.caravan.job.Egress;
import dev.caravan.store.CredentialsSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How to reach a bucket, whosever it is. Every option is described at its setter. */
@UriParams
public abstract class ObjectStoreConfiguration implements Cloneable {

    @UriParam
    private String region = "";

    @UriParam
    private String endpoint = "";

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

    @UriParam(defaultValue = "true")
    private boolean includeMetadata = true;

    @UriParam(defaultValue = "false")
    private boolean keepStorageClass;

    @UriParam(label = "advanced")
    private Egress egress;

    @UriParam(label = "advanced", defaultValue = "64")
    private int maxConnections = 64;

    @UriParam(label = "advanced", defaultValue = "10000")
    private int connectTimeout = 10_000;

    @UriParam(label = "advanced", defaultValue = "50000")
    private int socketTimeout = 50_000;

    @UriParam(label = "advanced", defaultValue = "1024")
    private long minRate = 1024;

    @UriParam(label = "advanced", defaultValue = "0")
    private int requestRate;

    public String getRegion() {
        return region;
    }

    /** The region of the bucket, for example <code>eu-west-1</code>. Empty for Amazon S3: the region of the AWS default chain (environment, profile, instance); <code>us-east-1</code> with an endpoint of one's own. Other providers tell what they take. */
    public void setRegion(String region) {
        this.region = region == null ? "" : region;
    }

    public String getEndpoint() {
        return endpoint;
    }

    /** The URL of the service, <code>http://</code> or <code>https://</code>. Empty: the provider's own in the region, by https. */
    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint == null ? "" : endpoint;
    }

    public String getAccessKeyId() {
        return accessKeyId;
    }

    /** The access key ID. Empty for Amazon S3: the AWS default chain of credentials; other providers need one, unless access is anonymous. */
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

    /** A bean that gives credentials which may change at any time, and that is asked for new ones when the store refuses them. It goes before an access key. None: that key. */
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

    public boolean isIncludeMetadata() {
        return includeMetadata;
    }

    /** Whether metadata is read and written beside the bytes. */
    public void setIncludeMetadata(boolean includeMetadata) {
        this.includeMetadata = includeMetadata;
    }

    public boolean isKeepStorageClass() {
        return keepStorageClass;
    }

    /** Whether what is read keeps its storage class where it is written, if there is such a class. Kodo does not tell it with the bytes. */
    public void setKeepStorageClass(boolean keepStorageClass) {
        this.keepStorageClass = keepStorageClass;
    }

    public Egress getEgress() {
        return egress;
    }

    /** A bean that says through which proxies connections go, and which certificate authorities are trusted. None: as <code>HTTPS_PROXY</code>, <code>HTTP_PROXY</code>, <code>NO_PROXY</code> and <code>AWS_CA_BUNDLE</code> say in the environment. */
    public void setEgress(Egress egress) {
        this.egress = egress;
    }

    /** How connections leave this machine: as the bean says, or else as the process does. */
    public Egress egress() {
        return egress == null ? Egress.ofProcess() : egress;
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

    /** How long to wait for the next bytes of an answer, and for the whole of its head, in milliseconds. */
    public void setSocketTimeout(int socketTimeout) {
        this.socketTimeout = socketTimeout;
    }

    public long getMinRate() {
        return minRate;
    }

    /** The least rate at which the store must send or take the body of a request, in bytes a second over a minute of waiting for it. Below it the request fails, and may be tried again. 0: no limit. */
    public void setMinRate(long minRate) {
        this.minRate = minRate;
    }

    public int getRequestRate() {
        return requestRate;
    }

    /** The most requests a second to the bucket, evenly spaced. 0: no limit. */
    public void setRequestRate(int requestRate) {
        this.requestRate = requestRate;
    }

    /** What requests are signed with: the source of credentials, or else the access key; null where neither is given. */
    public CredentialsSource credentials() {
        return credentialsSource != null || accessKeyId.isEmpty()
                ? credentialsSource
                : CredentialsSource.fixed(
                        new Credentials(accessKeyId.strip(), secretAccessKey.strip(), sessionToken.strip()));
    }

    /** A copy that can be changed without changing this one. */
    public ObjectStoreConfiguration copy() {
        try {
            return (ObjectStoreConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
