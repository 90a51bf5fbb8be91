package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Kodo's two signatures, from Qiniu's documents on management and download credentials. Safe for many threads. */
final class KodoSignatures {
    private static final Duration LEEWAY = Duration.ofMinutes(15);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final InstantSource clock;

    KodoSignatures(InstantSource clock) {
        this.clock = clock;
    }

    void accept(String accessKey, String secretKey) {
        secrets.put(accessKey, secretKey);
    }

    void forget(String accessKey) {
        secrets.remove(accessKey);
    }

    /** Verifies {@code Authorization: Qiniu AK:signature}; returns the access key. */
    String management(HttpRequest http, String body) {
        String header = http.header("authorization", "");
        if (!header.startsWith("Qiniu ")) {
            throw badToken();
        }
        StringBuilder text = new StringBuilder(http.method() + " " + http.path());
        if (!http.query().isEmpty()) {
            text.append('?').append(http.query());
        }
        text.append("\nHost: ").append(http.header("host", ""));
        String type = http.header("content-type");
        if (type != null) {
            text.append("\nContent-Type: ").append(type);
        }
        Map<String, String> own = new TreeMap<>();
        http.headers().forEach((name, value) -> {
            if (name.startsWith("x-qiniu-") && name.length() > "x-qiniu-".length()) {
                own.put(canonical(name), value);
            }
        });
        own.forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
        text.append("\n\n");
        if (type != null && !type.equals("application/octet-stream")) {
            text.append(body);
        }
        String accessKey = verify(header.substring("Qiniu ".length()), text.toString());
        checkDate(http.header("x-qiniu-date"));
        return accessKey;
    }

    private static String canonical(String name) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            out.append(first ? Character.toUpperCase(c) : c);
            first = c == '-';
        }
        return out.toString();
    }

    private void checkDate(String date) {
        if (date == null) {
            return;
        }
        try {
            Instant time = Instant.from(DATE.parse(date));
            if (Duration.between(time, clock.instant()).abs().compareTo(LEEWAY) <= 0) {
                return;
            }
        } catch (DateTimeParseException e) {
            // Returns the same error as for a wrong signature.
        }
        throw new S3Error(403, "", "request time is too far from the server's");
    }

    /**
     * Verifies {@code …?e=deadline&token=AK:signature} over all of the URL before {@code &token=}; returns the access
     * key.
     *
     * @param schemes accepted in the URL: behind a relay the server doesn't know whether its client uses TLS
     */
    String download(HttpRequest http, String... schemes) {
        String target = http.path() + (http.query().isEmpty() ? "" : "?" + http.query());
        int token = target.lastIndexOf("&token=");
        int deadline = target.lastIndexOf("e=", token);
        if (token < 0 || deadline < 0) {
            throw badToken();
        }
        String url = "://" + http.header("host", "") + target.substring(0, token);
        String given = Percent.decodePath(target.substring(token + "&token=".length()));
        String accessKey = Stream.of(schemes)
                .filter(scheme -> isSigned(given, scheme + url))
                .map(scheme -> given.substring(0, given.indexOf(':')))
                .findFirst()
                .orElseThrow(KodoSignatures::badToken);
        if (Long.parseLong(target.substring(deadline + 2, token))
                < clock.instant().getEpochSecond()) {
            throw new S3Error(401, "", "token out of date");
        }
        return accessKey;
    }

    private String verify(String token, String text) {
        if (!isSigned(token, text)) {
            throw badToken();
        }
        return token.substring(0, token.indexOf(':'));
    }

    private boolean isSigned(String token, String text) {
        int colon = token.indexOf(':');
        String secret = colon < 0 ? null : secrets.get(token.substring(0, colon));
        return secret != null && Digests.same(sign(secret, text), token.substring(colon + 1));
    }

    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getUrlEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static S3Error badToken() {
        return new S3Error(401, "", "bad token");
    }
}
