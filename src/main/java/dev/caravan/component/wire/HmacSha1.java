package dev.caravan.component.wire;

import dev.caravan.job.NativeCrypto;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes HMAC-SHA1, which Aliyun, Tencent and Qiniu use for signatures. */
public final class HmacSha1 {

    private static final String NAME = "HmacSHA1";
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(() -> {
        NativeCrypto.install();
        try {
            return Mac.getInstance(NAME);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    });

    private HmacSha1() {}

    /** Signs a text in UTF-8. */
    public static byte[] sign(String secret, String text) {
        Mac mac = MAC.get();
        try {
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), NAME));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every secret can be a key", e);
        }
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
