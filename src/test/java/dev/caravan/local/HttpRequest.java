package dev.caravan.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP request. Its target is kept exactly as sent. */
final class HttpRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final SocketInput in;
    private final OutputStream out;
    private InputStream body;

    private HttpRequest(
            String method, String path, String query, Map<String, String> headers, SocketInput in, OutputStream out) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.in = in;
        this.out = out;
    }

    /** Parses a head. Returns null if it is not HTTP/1.1. */
    static HttpRequest parse(String head, SocketInput in, OutputStream out) {
        int lineEnd = head.indexOf("\r\n");
        String line = lineEnd < 0 ? head : head.substring(0, lineEnd);
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first || !line.startsWith("HTTP/1.", last + 1)) {
            return null;
        }
        String target = line.substring(first + 1, last);
        if (target.startsWith("http://")) {
            int slash = target.indexOf('/', "http://".length());
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        Map<String, String> headers = new LinkedHashMap<>(32);
        for (int at = lineEnd; at >= 0 && at < head.length(); ) {
            int start = at + 2;
            int end = head.indexOf("\r\n", start);
            String header = head.substring(start, end < 0 ? head.length() : end);
            int colon = header.indexOf(':');
            if (colon <= 0) {
                return null;
            }
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (before, more) -> before + "," + more);
            at = end;
        }
        return new HttpRequest(line.substring(0, first), path, query, headers, in, out);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String query() {
        return query;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Returns a header by its lower-case name, or null. */
    String header(String name) {
        return headers.get(name);
    }

    String header(String name, String otherwise) {
        return headers.getOrDefault(name, otherwise);
    }

    boolean isChunked() {
        return header("transfer-encoding", "").toLowerCase(Locale.ROOT).contains("chunked");
    }

    /** Returns the declared length of the body as sent, encoding included, or -1. */
    long contentLength() {
        String value = header("content-length");
        if (value == null) {
            return -1;
        }
        try {
            return Math.max(Long.parseLong(value), -1);
        } catch (NumberFormatException e) {
            throw S3Error.badRequest("InvalidArgument", "Content-Length is no number: " + value);
        }
    }

    /** Returns the body as sent. The call sends "100 Continue" if the client waits for it. */
    InputStream body() throws IOException {
        if (body == null) {
            if (isChunked()) {
                body = new HttpChunkedInput(in);
            } else {
                body = new FixedInput(in, Math.max(contentLength(), 0));
            }
            if (expectsContinue()) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }
        return body;
    }

    private boolean expectsContinue() {
        return header("expect", "").equalsIgnoreCase("100-continue");
    }

    /** Reads the rest of the body, up to a limit. Returns false if the connection can't serve another request. */
    boolean drain(long limit) throws IOException {
        if (body == null && expectsContinue()) {
            return false;
        }
        byte[] scratch = new byte[16 * 1024];
        InputStream rest = body();
        for (long read = 0; read < limit; ) {
            int n = rest.read(scratch, 0, scratch.length);
            if (n < 0) {
                return true;
            }
            read += n;
        }
        return false;
    }

    boolean hasBody() {
        return isChunked() || header("content-length", "0").length() > 1 || contentLength() > 0;
    }
}
