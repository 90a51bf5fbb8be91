package dev.caravan.component.wire;

import dev.caravan.job.Digests;
import dev.caravan.job.NativeCrypto;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signing key of Amazon S3's and Aliyun OSS's version 4 signatures: a chain of HMACs over day and scope that begins
 * with the secret. Keeping it for the day saves four of the five HMACs of a request.
 */
public final class SigningKey {

    private static final String HMAC = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadLocal<Tools> TOOLS = new ThreadLocal<>();

    private final String prefix;
    private final String[] scope;
    private volatile DayKey dayKey = new DayKey("", "", null);

    public SigningKey(String prefix, String... scope) {
        this.prefix = prefix;
        this.scope = scope;
    }

    /** Signs a text of one byte per character; {@code day} is like {@code 20130524}. Returns hexadecimal. */
    public String sign(String secret, String day, String text) {
        Tools tools = tools();
        return HEX.formatHex(tools.hmac(key(tools, secret, day), text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Returns the SHA-256 of a text, one byte per character, in hexadecimal. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the SHA-256 of bytes in hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HEX.formatHex(tools().sha256.digest(bytes));
    }

    /** Returns the thread's digests: Java's own at first, since a short run ends before native ones pay. */
    private static Tools tools() {
        boolean settled = NativeCrypto.countShort();
        Tools tools = TOOLS.get();
        if (tools == null || tools.settled != settled) {
            tools = new Tools(settled);
            TOOLS.set(tools);
        }
        return tools;
    }

    private SecretKeySpec key(Tools tools, String secret, String day) {
        DayKey known = dayKey;
        if (known.day.equals(day) && known.secret.equals(secret)) {
            return known.key;
        }
        SecretKeySpec key = new SecretKeySpec((prefix + secret).getBytes(StandardCharsets.UTF_8), HMAC);
        key = new SecretKeySpec(tools.hmac(key, day.getBytes(StandardCharsets.US_ASCII)), HMAC);
        for (String part : scope) {
            key = new SecretKeySpec(tools.hmac(key, part.getBytes(StandardCharsets.US_ASCII)), HMAC);
        }
        dayKey = new DayKey(day, secret, key);
        return key;
    }

    private record DayKey(String day, String secret, SecretKeySpec key) {

        /** Returns no text with the secret. */
        @Override
        public String toString() {
            return day;
        }
    }

    /** The digests that a thread reuses. */
    private static final class Tools {
        private final MessageDigest sha256 = Digests.of("SHA-256");
        private final boolean settled;
        private final Mac mac;
        private SecretKeySpec macKey;

        Tools(boolean settled) {
            this.settled = settled;
            try {
                mac = Mac.getInstance(HMAC);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA256", e);
            }
        }

        @SuppressWarnings("ReferenceEquality") // The day's key is one object; comparing its bytes would cost more.
        byte[] hmac(SecretKeySpec key, byte[] data) {
            try {
                if (key != macKey) {
                    mac.init(key);
                    macKey = key;
                }
                return mac.doFinal(data);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA256", e);
            }
        }
    }
}
