package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Encryption with a customer's key (SSE-C): a client must send the key to read. The server keeps the key's MD5 and
 * encrypts nothing.
 */
final class CustomerKeys {

    /** The name under which attributes keep the MD5 of the key. */
    static final String MD5 = "x-amz-server-side-encryption-customer-key-md5";

    static final String READ = "x-amz-server-side-encryption-customer-";
    static final String COPY_SOURCE = "x-amz-copy-source-server-side-encryption-customer-";
    private static final int LENGTH = 32;

    private CustomerKeys() {}

    /** Returns the MD5 of the key that a request names; null if it names none. */
    static String md5(Exchange exchange, String prefix) {
        String algorithm = exchange.header(prefix + "algorithm");
        String key = exchange.header(prefix + "key");
        String md5 = exchange.header(prefix + "key-md5");
        if (algorithm == null && key == null && md5 == null) {
            return null;
        }
        if (!"AES256".equals(algorithm) || key == null || md5 == null) {
            throw S3Error.invalidRequest("Requests specifying Server Side Encryption with Customer provided keys must"
                    + " provide the algorithm, the key and the MD5 of the key.");
        }
        byte[] bytes = Base64.getDecoder().decode(key.getBytes(StandardCharsets.US_ASCII));
        if (bytes.length != LENGTH || !md5.equals(digest(bytes))) {
            throw S3Error.invalidArgument(
                    prefix + "key", "", "The secret key was invalid for the specified algorithm.");
        }
        return md5;
    }

    private static String digest(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rejects a request for an object or for a part of an upload if it doesn't send the right key. */
    static void require(Exchange exchange, Attributes attributes, String prefix) {
        String kept = attributes.own().get(MD5);
        String named = md5(exchange, prefix);
        if (kept == null && named != null) {
            throw S3Error.invalidRequest("The encryption parameters are not applicable to this object.");
        }
        if (kept != null && named == null) {
            throw S3Error.invalidRequest("The object was stored using a form of Server Side Encryption. The correct"
                    + " parameters must be provided to retrieve the object.");
        }
        if (kept != null && !kept.equals(named)) {
            throw S3Error.accessDenied();
        }
    }
}
