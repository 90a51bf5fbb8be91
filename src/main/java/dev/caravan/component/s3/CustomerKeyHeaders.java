package dev.caravan.component.s3;

import dev.caravan.job.CustomerKey;
import dev.caravan.store.InvalidException;

/**
 * The headers that name a customer's key (Amazon S3, "Using server-side encryption with customer-provided keys"). Every request that
 * reads or writes the bytes of an object has them.
 */
final class CustomerKeyHeaders {

    /** The header by which an answer confirms the encryption. */
    static final String ALGORITHM = "x-amz-server-side-encryption-customer-algorithm";

    private static final String AES = "AES256";

    private final String keyHeader;
    private final String algorithmHeader;
    private final String base64;
    private final String md5;

    private CustomerKeyHeaders(String prefix, CustomerKey key) {
        this.keyHeader = prefix + "key";
        this.algorithmHeader = prefix + "algorithm";
        this.base64 = key.base64();
        this.md5 = key.md5();
    }

    /** Returns null for no key. */
    static CustomerKeyHeaders of(CustomerKey key) {
        return key == null ? null : new CustomerKeyHeaders("x-amz-server-side-encryption-customer-", key);
    }

    /** Of the object that the service copies; null for no key. */
    static CustomerKeyHeaders ofCopySource(CustomerKey key) {
        return key == null ? null : new CustomerKeyHeaders("x-amz-copy-source-server-side-encryption-customer-", key);
    }

    void add(S3Headers headers) {
        headers.add(keyHeader, base64);
        headers.add(keyHeader + "-md5", md5);
        headers.add(algorithmHeader, AES);
    }

    /**
     * Checks that the store has encrypted what was written. A store that doesn't know the headers stores the bytes as they are.
     *
     * @param algorithm the answer's header
     */
    static void requireConfirmed(String what, String algorithm) {
        if (!algorithm.equals(AES)) {
            throw new InvalidException(
                    what + ": the store doesn't confirm that it encrypts with the customer's key (SSE-C)",
                    200,
                    "CustomerKeyIgnored",
                    null);
        }
    }
}
