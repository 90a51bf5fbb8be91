package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.job.CustomerKey;
import dev.caravan.store.InvalidException;

/**
 * The headers of a customer key (Amazon S3, "Using server-side encryption with customer-provided keys"), for every
 * request that reads or writes an object's bytes.
 */
final class CustomerKeyHeaders {

    private static final String OF_OBJECT = "x-amz-server-side-encryption-customer-";
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

    static CustomerKeyHeaders of(CustomerKey key) {
        return key == null ? null : new CustomerKeyHeaders(OF_OBJECT, key);
    }

    /** Returns the headers for the source of a service copy; null for no key. */
    static CustomerKeyHeaders ofCopySource(CustomerKey key) {
        return key == null ? null : new CustomerKeyHeaders("x-amz-copy-source-server-side-encryption-customer-", key);
    }

    void add(S3Headers headers) {
        headers.add(keyHeader, base64);
        headers.add(keyHeader + "-md5", md5);
        headers.add(algorithmHeader, AES);
    }

    /** Checks that the store encrypted the object: a store that doesn't know the headers stores plain bytes. */
    static void requireConfirmed(String what, Answer answer) {
        if (!answer.header(OF_OBJECT + "algorithm").equals(AES)) {
            answer.abandon();
            throw new InvalidException(
                    what + ": the store doesn't confirm that it encrypts with the customer's key (SSE-C)",
                    200,
                    "CustomerKeyIgnored");
        }
    }
}
