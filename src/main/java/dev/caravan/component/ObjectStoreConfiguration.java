package dev.caravan.component;

import dev.caravan.job.Credentials;
import dev.caravan.job.Egress;
import dev.caravan.store.CredentialsSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Options of a bucket that all providers share. */
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

    /**
     * Sets the bucket's region, for example <code>eu-west-1</code>. Empty for Amazon S3: the region of the AWS default
     * chain (environment, profile, instance); <code>us-east-1</code> with an endpoint. Other providers document their
     * own values.
     */
    public void setRegion(String region) {
        this.region = region == null ? "" : region;
    }

    public String getEndpoint() {
        return endpoint;
    }

    /**
     * Sets the service's URL, <code>http://</code> or <code>https://</code>. Empty: the provider's https endpoint in
     * the region.
     */
    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint == null ? "" : endpoint;
    }

    public String getAccessKeyId() {
        return accessKeyId;
    }

    /**
     * Sets the access key ID. Empty for Amazon S3: the AWS default credential chain; other providers need one unless
     * access is anonymous.
     */
    public void setAccessKeyId(String accessKeyId) {
        this.accessKeyId = accessKeyId == null ? "" : accessKeyId;
    }

    public String getSecretAccessKey() {
        return secretAccessKey;
    }

    /** Sets the secret of the access key. */
    public void setSecretAccessKey(String secretAccessKey) {
        this.secretAccessKey = secretAccessKey == null ? "" : secretAccessKey;
    }

    public String getSessionToken() {
        return sessionToken;
    }

    /** Sets the session token of temporary credentials. */
    public void setSessionToken(String sessionToken) {
        this.sessionToken = sessionToken == null ? "" : sessionToken;
    }

    public CredentialsSource getCredentialsSource() {
        return credentialsSource;
    }

    /**
     * Sets a bean that returns credentials, which may change at any time. If the store refuses them, the bean renews
     * them. It overrides an access key. None: the access key.
     */
    public void setCredentialsSource(CredentialsSource credentialsSource) {
        this.credentialsSource = credentialsSource;
    }

    public boolean isAnonymous() {
        return anonymous;
    }

    /** Sets whether requests are unsigned, for public buckets. */
    public void setAnonymous(boolean anonymous) {
        this.anonymous = anonymous;
    }

    public boolean isIncludeMetadata() {
        return includeMetadata;
    }

    /** Sets whether metadata is read and written with the bytes. */
    public void setIncludeMetadata(boolean includeMetadata) {
        this.includeMetadata = includeMetadata;
    }

    public boolean isKeepStorageClass() {
        return keepStorageClass;
    }

    /**
     * Sets whether a copy keeps the object's storage class if the destination has it. Kodo doesn't send it with the
     * bytes.
     */
    public void setKeepStorageClass(boolean keepStorageClass) {
        this.keepStorageClass = keepStorageClass;
    }

    public Egress getEgress() {
        return egress;
    }

    /**
     * Sets a bean with the proxies and trusted certificate authorities. None: <code>HTTPS_PROXY</code>,
     * <code>HTTP_PROXY</code>, <code>NO_PROXY</code> and <code>AWS_CA_BUNDLE</code> of the environment.
     */
    public void setEgress(Egress egress) {
        this.egress = egress;
    }

    /** Returns the configured proxies and authorities, or else the process's. */
    public Egress egress() {
        return egress == null ? Egress.ofProcess() : egress;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** Sets the highest number of open connections, 1 to 10000. Further requests wait for one, at most a minute. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getConnectTimeout() {
        return connectTimeout;
    }

    /** Sets the timeout for connecting, in milliseconds. */
    public void setConnectTimeout(int connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public int getSocketTimeout() {
        return socketTimeout;
    }

    /** Sets the timeout for the next bytes of an answer, and for its whole head, in milliseconds. */
    public void setSocketTimeout(int socketTimeout) {
        this.socketTimeout = socketTimeout;
    }

    public long getMinRate() {
        return minRate;
    }

    /**
     * Sets the minimum rate of request and answer bodies, in bytes per second over a minute of waiting for the store. A
     * slower request fails and may be retried. 0: no limit.
     */
    public void setMinRate(long minRate) {
        this.minRate = minRate;
    }

    public int getRequestRate() {
        return requestRate;
    }

    /** Sets the highest number of requests per second to the bucket, evenly spaced. 0: no limit. */
    public void setRequestRate(int requestRate) {
        this.requestRate = requestRate;
    }

    /** Returns the credentials bean, or else the access key; null for neither. */
    public CredentialsSource credentials() {
        return credentialsSource != null || accessKeyId.isEmpty()
                ? credentialsSource
                : CredentialsSource.fixed(
                        new Credentials(accessKeyId.strip(), secretAccessKey.strip(), sessionToken.strip()));
    }

    public ObjectStoreConfiguration copy() {
        try {
            return (ObjectStoreConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
