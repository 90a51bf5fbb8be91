package dev.caravan.component.kodo;

import dev.caravan.component.ObjectStoreConfiguration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * Options of a Qiniu Kodo bucket. The region is a Kodo name ({@code z0}, {@code z1}, {@code z2}, {@code na0},
 * {@code as0}, {@code cn-east-2}, …) or its name in the S3 protocol; if empty, Kodo is asked once. The endpoint is for
 * private clouds and tests: listings, lookups and, without a domain, downloads go there. The connection limit applies
 * to each of Kodo's hosts.
 */
@UriParams
public class KodoConfiguration extends ObjectStoreConfiguration {

    @UriParam
    private String domain = "";

    public String getDomain() {
        return domain;
    }

    /**
     * Sets the domain that objects are downloaded from, for example <code>cdn.example.com</code>, with https unless it
     * begins with <code>http://</code>. It must be bound to the bucket and shouldn't cache: a cache may return
     * overwritten content. Empty: the bucket's source domain, which is always up to date.
     */
    public void setDomain(String domain) {
        this.domain = domain == null ? "" : domain;
    }

    @Override
    public KodoConfiguration copy() {
        return (KodoConfiguration) super.copy();
    }
}
