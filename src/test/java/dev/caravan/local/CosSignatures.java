package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies the signature in a request's {@code Authorization} (Tencent COS, "Request Signature"). */
final class CosSignatures {
    private static final long MOST_SKEW = 15 * 60;

    private final InstantSource clock;
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

    CosSignatures(InstantSource clock) {
        this.clock = clock;
    }

    void accept(Credential credential) {
        credentials.put(credential.accessKey(), credential);
    }

    void forget(String accessKey) {
        credentials.remove(accessKey);
    }

    /**
     * Throws the error that COS returns for an invalid signature.
     *
     * @param query decoded
     * @return the access key; null if the request is not signed at all
     */
    String verify(HttpRequest http, Map<String, String> query) {
        String header = http.header("authorization");
        if (header == null) {
            return null;
        }
        Map<String, String> fields = fields(header);
        if (!"sha1".equals(fields.get("q-sign-algorithm"))) {
            throw S3Error.badRequest("InvalidArgument", "q-sign-algorithm must be sha1");
        }
        Credential credential = credentials.get(field(fields, "q-ak"));
        if (credential == null) {
            throw new S3Error(
                    403, "InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records");
        }
        checkToken(credential, http.header("x-cos-security-token"));
        long now = clock.instant().getEpochSecond();
        checkTime(field(fields, "q-sign-time"), now);
        checkTime(field(fields, "q-key-time"), now);
        String expected = signature(
                credential.secretKey(),
                field(fields, "q-key-time"),
                field(fields, "q-sign-time"),
                httpString(
                        http.method(),
                        Percent.decodePath(http.path()),
                        listed(field(fields, "q-url-param-list"), byName(query)),
                        listed(field(fields, "q-header-list"), byName(http.headers()))));
        if (!MessageDigest.isEqual(ascii(expected), ascii(field(fields, "q-signature")))) {
            throw mismatch("The Signature you specified is invalid.");
        }
        return credential.accessKey();
    }

    private static void checkToken(Credential credential, String token) {
        if (credential.sessionToken() == null) {
            return;
        }
        if (token == null) {
            throw new S3Error(403, "InvalidAccessKeyId", "The temporary key comes without its token");
        }
        if (!token.equals(credential.sessionToken())) {
            throw S3Error.badRequest("ExpiredToken", "Session token expired");
        }
    }

    private static void checkTime(String window, long now) {
        int semicolon = window.indexOf(';');
        try {
            long from = Long.parseLong(window.substring(0, Math.max(semicolon, 0)));
            long to = Long.parseLong(window.substring(semicolon + 1));
            if (to < now) {
                throw new S3Error(403, "AccessDenied", "Request has expired");
            }
            if (from > now + MOST_SKEW) {
                throw new S3Error(
                        403,
                        "RequestTimeTooSkewed",
                        "The difference between the request time and the server's time is too large.");
            }
        } catch (NumberFormatException e) {
            throw S3Error.badRequest("InvalidArgument", "not a time: " + window);
        }
    }

    /** Computes SignKey and Signature of the document. */
    static String signature(String secretKey, String keyTime, String signTime, String httpString) {
        String signKey = hmac(secretKey, keyTime);
        return hmac(signKey, "sha1\n" + signTime + "\n" + sha1(httpString) + "\n");
    }

    /**
     * Returns HttpString of the document.
     *
     * @param path decoded
     */
    static String httpString(String method, String path, String parameters, String headers) {
        return method.toLowerCase(Locale.ROOT) + "\n" + path + "\n" + parameters + "\n" + headers + "\n";
    }

    /** Returns HttpParameters or HttpHeaders of the document: the values of the names in a list. */
    private static String listed(String list, Map<String, String> values) {
        if (list.isEmpty()) {
            return "";
        }
        String[] names = list.split(";", -1);
        String[] sorted = names.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(names, sorted)) {
            throw mismatch("the names are out of order: " + list);
        }
        List<String> pairs = new ArrayList<>();
        for (String name : names) {
            String value = values.get(name);
            if (value == null) {
                throw mismatch("signed but not sent: " + name);
            }
            pairs.add(name + "=" + Percent.encodeStrict(value));
        }
        return String.join("&", pairs);
    }

    /** Returns the values by name as the lists write the names: encoded, then in lower case. */
    private static Map<String, String> byName(Map<String, String> values) {
        Map<String, String> byName = new HashMap<>();
        values.forEach((name, value) -> byName.put(Percent.encodeStrict(name).toLowerCase(Locale.ROOT), value));
        return byName;
    }

    private static Map<String, String> fields(String header) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : header.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return fields;
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw S3Error.badRequest("InvalidArgument", "authorization lacks " + name);
        }
        return value;
    }

    private static S3Error mismatch(String message) {
        return new S3Error(403, "SignatureDoesNotMatch", message);
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
