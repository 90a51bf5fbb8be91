package dev.caravan.component.oss;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Network;
import dev.caravan.job.OssSignature;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * Options of an Aliyun OSS bucket. The region is the bucket's, for example <code>cn-hangzhou</code>; an endpoint that
 * names it makes it optional.
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

    /**
     * Sets the network to use without an endpoint or a domain: PUBLIC, INTERNAL (from machines in the same Aliyun
     * region, free of charge) or ACCELERATE (transfer acceleration, which must be enabled for the bucket).
     */
    public void setNetwork(Network network) {
        this.network = network == null || network == Network.USUAL ? Network.PUBLIC : network;
    }

    public String getDomain() {
        return domain;
    }

    /**
     * Sets your own domain bound to the bucket (CNAME), for example <code>files.example.com</code>, with https unless
     * it begins with <code>http://</code>. Aliyun requires one for reading buckets in mainland China of accounts
     * created since March 2025. Empty: the service's own name.
     */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain.strip();
    }

    public OssSignature getSignature() {
        return signature;
    }

    /**
     * Sets the signature: V4, which needs the region, or V1, which Aliyun rejects for new accounts (since March 2025)
     * and new buckets (since September 2025).
     */
    public void setSignature(OssSignature signature) {
        this.signature = signature == null ? OssSignature.V4 : signature;
    }

    @Override
    public OssConfiguration copy() {
        return (OssConfiguration) super.copy();
    }
}
