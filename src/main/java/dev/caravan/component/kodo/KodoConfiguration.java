package dev.caravan.component.kodo;

import dev.caravan.component.ObjectStoreConfiguration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * How to reach a bucket of Qiniu Kodo. The region is one of Kodo's names ({@code z0}, {@code z1}, {@code z2}, {@code na0}, {@code
 * as0}, {@code cn-east-2}, …) or the name of the same region in its S3 protocol; empty, Kodo is asked for it once. The endpoint is
 * for private clouds and tests: listings, lookups and, without a domain, downloads go there. The bound on connections holds for each
 * of Kodo's hosts.
 */
@UriParams
public class KodoConfiguration extends ObjectStoreConfiguration {

    @UriParam
    private String domain = "";

    public String getDomain() {
        return domain;
    }

    /** The domain that objects are downloaded from, for example <code>cdn.example.com</code>, by https unless it begins with <code>http://</code>. It must be bound to the bucket, and shouldn't keep copies: a cache may give what was overwritten long ago. Empty: the bucket's source domain, which is always up to date. */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain;
    }

    @Override
    public KodoConfiguration copy() {
        return (KodoConfiguration) super.copy();
    }
}
