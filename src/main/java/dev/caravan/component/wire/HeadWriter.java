package dev.caravan.component.wire;

import java.io.IOException;
import java.nio.charset.UnmappableCharacterException;
import org.apache.http.Header;
import org.apache.http.HttpRequest;
import org.apache.http.RequestLine;
import org.apache.http.io.HttpMessageWriter;
import org.apache.http.io.SessionOutputBuffer;

/** Writes the head of a request in one piece, one byte a character. The writer of HttpClient encodes each line for itself, byte by byte. */
final class HeadWriter implements HttpMessageWriter<HttpRequest> {

    private final SessionOutputBuffer out;
    private final StringBuilder head = new StringBuilder(1024);
    private byte[] bytes = new byte[1024];

    HeadWriter(SessionOutputBuffer out) {
        this.out = out;
    }

    @Override
    public void write(HttpRequest request) throws IOException {
        head.setLength(0);
        RequestLine line = request.getRequestLine();
        add(line.getMethod(), " ");
        add(line.getUri(), " ");
        add("HTTP/1.1", "\r\n");
        for (Header header : request.getAllHeaders()) {
            add(header.getName(), ": ");
            add(header.getValue(), "\r\n");
        }
        head.append("\r\n");
        int length = head.length();
        if (bytes.length < length) {
            bytes = new byte[2 * length];
        }
        for (int i = 0; i < length; i++) {
            char c = head.charAt(i);
            if (c > 0xff) {
                throw new UnmappableCharacterException(1);
            }
            bytes[i] = (byte) c;
        }
        out.write(bytes, 0, length);
    }

    /** Adds a text. No text can begin a line of its own. */
    private void add(String text, String end) {
        head.append(text);
        for (int i = head.length() - text.length(); i < head.length(); i++) {
            if (head.charAt(i) < ' ' && head.charAt(i) != '\t') {
                head.setCharAt(i, ' ');
            }
        }
        head.append(end);
    }
}
