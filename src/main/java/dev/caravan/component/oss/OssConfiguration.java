package dev.caravan.component.oss;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Network;
import dev.caravan.job.OssSignature;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * How to reach a bucket of Aliyun OSS. The region is the bucket's, for example <code>cn-hangzhou</code>; it is read from an endpoint
 * that names it. Every option is described at its setter.
 */
@UriParams
public class OssConfiguration extends ObjectStoreConfiguration {

    @UriParam(defaultValue = "PUBLIC")
    private Network network = Network.PUBLIC;

    @UriParam
    private String domain = "";

    @UriParam(label = "security", defaultValue = "V4")
    private OssSignature signature = OssSignature.V4;

    public Network getNetwork() {
        return network;
    }

    /** By which network the bucket is reached where neither an endpoint nor a domain is given: PUBLIC, INTERNAL (from machines in the same region of Aliyun, where traffic is free), or ACCELERATE (transfer acceleration, which the bucket must have switched on). */
    public void setNetwork(Network network) {
        this.network = network == null || network == Network.USUAL ? Network.PUBLIC : network;
    }

    public String getDomain() {
        return domain;
    }

    /** Your own domain that is bound to the bucket (CNAME), for example <code>files.example.com</code>. It is reached by https, unless it begins with <code>http://</code>. Aliyun demands one for reading the buckets of mainland China that belong to accounts since March 2025. Empty: the service's own name. */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain.strip();
    }

    public OssSignature getSignature() {
        return signature;
    }

    /** How requests are signed: V4, which needs the region, or V1, which Aliyun no longer takes for new accounts (since March 2025) and new buckets (since September 2025). */
    public void setSignature(OssSignature signature) {
        this.signature = signature == null ? OssSignature.V4 : signature;
    }

    @Override
    public OssConfiguration copy() {
        return (OssConfiguration) super.copy();
    }
}
