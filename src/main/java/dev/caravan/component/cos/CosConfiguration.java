package dev.caravan.component.cos;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Network;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Options of a Tencent COS bucket. */
@UriParams
public class CosConfiguration extends ObjectStoreConfiguration {

    @UriParam(defaultValue = "PUBLIC")
    private Network network = Network.PUBLIC;

    @UriParam
    private String domain = "";

    public Network getNetwork() {
        return network;
    }

    /**
     * Sets the network: <code>PUBLIC</code>, whose addresses are internal ones inside Tencent Cloud, or
     * <code>ACCELERATE</code>, the global acceleration, which must be enabled for the bucket. <code>INTERNAL</code> is
     * refused: COS has no internal names. An endpoint or domain overrides it.
     */
    public void setNetwork(Network network) {
        this.network = network == null || network == Network.USUAL ? Network.PUBLIC : network;
    }

    public String getDomain() {
        return domain;
    }

    /**
     * Sets your own domain bound to the bucket, for example <code>files.example.com</code>. It should lead to COS
     * itself: a CDN answers from its cache, for missing objects too. With an endpoint, requests go there with the
     * domain as host. Empty: the bucket's name in COS.
     */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain;
    }

    @Override
    public CosConfiguration copy() {
        return (CosConfiguration) super.copy();
    }
}
