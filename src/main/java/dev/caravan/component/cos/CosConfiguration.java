package dev.caravan.component.cos;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Network;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How to reach a bucket of Tencent COS. Every option is described at its setter. */
@UriParams
public class CosConfiguration extends ObjectStoreConfiguration {

    @UriParam(defaultValue = "PUBLIC")
    private Network network = Network.PUBLIC;

    @UriParam
    private String domain = "";

    public Network getNetwork() {
        return network;
    }

    /** Which of COS's names the bucket is reached by: <code>PUBLIC</code>, whose addresses inside of Tencent Cloud are internal ones already, or <code>ACCELERATE</code>, the global acceleration that was switched on for the bucket. <code>INTERNAL</code> is refused: COS has no names of its own for it. An endpoint or a domain goes before it. */
    public void setNetwork(Network network) {
        this.network = network == null || network == Network.USUAL ? Network.PUBLIC : network;
    }

    public String getDomain() {
        return domain;
    }

    /** Your own domain that is bound to the bucket, for example <code>files.example.com</code>. It should lead to COS itself: a CDN answers from its cache, about missing objects too. With an endpoint, requests go to that and ask for the domain. Empty: the name that COS gives the bucket. */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain;
    }

    @Override
    public CosConfiguration copy() {
        return (CosConfiguration) super.copy();
    }
}
