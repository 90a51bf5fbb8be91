package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A response. Its body is a range of some content and is written without a copy. */
final class HttpResponse {
    private static final Content EMPTY = Content.of(new byte[0]);

    private final int status;
    private final List<String> headers = new ArrayList<>();
    private Content body = EMPTY;
    private long offset;
    private long length;
    private String errorCode;
    private boolean raw;

    private HttpResponse(int status) {
        this.status = status;
    }

    static HttpResponse of(int status) {
        return new HttpResponse(status);
    }

    static HttpResponse ok() {
        return of(200);
    }

    int status() {
        return status;
    }

    /** Returns the S3 error code, or null. */
    String errorCode() {
        return errorCode;
    }

    HttpResponse errorCode(String code) {
        errorCode = code;
        return this;
    }

    /** Sends header values unchanged as UTF-8. */
    HttpResponse raw() {
        raw = true;
        return this;
    }

    HttpResponse header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    HttpResponse headerIf(String name, String value) {
        return value == null ? this : header(name, value);
    }

    HttpResponse header(String name, long value) {
        return header(name, Long.toString(value));
    }

    HttpResponse xml(String document) {
        Content content = Content.of(document);
        return header("Content-Type", "application/xml").body(content, 0, content.length());
    }

    HttpResponse body(Content content, long from, long count) {
        body = content;
        offset = from;
        length = count;
        return this;
    }

    Content body() {
        return body;
    }

    long offset() {
        return offset;
    }

    long length() {
        return length;
    }

    byte[] head(boolean close) {
        StringBuilder head = new StringBuilder(512)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason())
                .append("\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i))
                    .append(": ")
                    .append(raw ? headers.get(i + 1) : safe(headers.get(i + 1)))
                    .append("\r\n");
        }
        if (status != 204 && status != 304) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        if (close) {
            head.append("Connection: close\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Encodes metadata that is not ASCII as an RFC 2047 word, as S3 does. */
    private static String safe(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
            }
        }
        return value;
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 416 -> "Requested Range Not Satisfiable";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "Status " + status;
        };
    }
}
