package dev.caravan.component.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.UnmappableCharacterException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.HttpMessageWriter;
import org.apache.hc.core5.http.io.SessionOutputBuffer;

/** Writes the head of a request in one piece, one byte a character. The writer of HttpClient encodes each line for itself, byte by byte. */
final class HeadWriter implements HttpMessageWriter<ClassicHttpRequest> {

    private final StringBuilder head = new StringBuilder(1024);
    private byte[] bytes = new byte[1024];

    @Override
    public void write(ClassicHttpRequest request, SessionOutputBuffer buffer, OutputStream out) throws IOException {
        head.setLength(0);
        add(request.getMethod(), " ");
        add(request.getPath(), " ");
        add("HTTP/1.1", "\r\n");
        for (Header header : request.getHeaders()) {
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
        buffer.write(bytes, 0, length, out);
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
