package dev.caravan.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that sends requests which an SDK doesn't: any target, any header, any signature. It opens one connection for
 * each request.
 */
final class RawHttp {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final LocalS3 s3;
    private final Map<String, String> headers = new TreeMap<>();
    private String accessKey = "AK";
    private String secretKey = "SK";
    private String region = "us-east-1";
    private Instant time = Instant.now();
    private boolean signed = true;
    private byte[] body = new byte[0];
    private long declared = -1;

    RawHttp(LocalS3 s3) {
        this.s3 = s3;
        headers.put("host", "127.0.0.1:" + s3.port());
        headers.put("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    }

    RawHttp as(String newAccessKey, String newSecretKey) {
        accessKey = newAccessKey;
        secretKey = newSecretKey;
        return this;
    }

    RawHttp anonymous() {
        signed = false;
        headers.remove("x-amz-content-sha256");
        return this;
    }

    RawHttp region(String name) {
        region = name;
        return this;
    }

    RawHttp at(Instant when) {
        time = when;
        return this;
    }

    RawHttp header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    RawHttp body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Sets the Content-Length header, independent of the body. */
    RawHttp contentLength(long length) {
        declared = length;
        return this;
    }

    /** Sends no Content-Length header. */
    RawHttp noContentLength() {
        declared = -2;
        return this;
    }

    Answer send(String method, String target) throws IOException {
        if (signed) {
            sign(method, target);
        }
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (declared != -2 && (body.length > 0 || declared >= 0 || method.equals("PUT"))) {
            head.append("content-length: ")
                    .append(declared >= 0 ? declared : body.length)
                    .append("\r\n");
        }
        head.append("connection: close\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), s3.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            socket.shutdownOutput();
            return Answer.read(socket.getInputStream());
        }
    }

    private void sign(String method, String target) {
        String timestamp = BASIC.format(time);
        headers.put("x-amz-date", timestamp);
        String names = String.join(";", headers.keySet());
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1");
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        HttpRequest request = HttpRequest.parse(head.toString(), null, null);
        String canonical = SigV4Verifier.canonicalRequest(request, List.copyOf(headers.keySet()));
        String date = timestamp.substring(0, 8);
        String scope = date + "/" + region + "/s3/aws4_request";
        String signature = SigningKey.of(secretKey, date, region)
                .sign("AWS4-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + Digests.sha256Hex(canonical));
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature);
    }

    /** @param body as text */
    record Answer(int status, String head, String body) {
        static Answer read(InputStream in) throws IOException {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            String head = text.substring(0, end);
            int status = Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
            return new Answer(status, head, text.substring(end + 4));
        }

        /** Returns the S3 code of an error. */
        String code() {
            int start = body.indexOf("<Code>");
            return start < 0 ? null : body.substring(start + "<Code>".length(), body.indexOf("</Code>"));
        }

        String header(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return null;
        }
    }
}
