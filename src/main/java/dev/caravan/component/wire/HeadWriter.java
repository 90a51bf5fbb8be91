package dev.caravan.component.wire;

import dev.caravan.job.Proxy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnmappableCharacterException;
import java.util.Arrays;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.HttpMessageWriter;
import org.apache.hc.core5.http.io.SessionOutputBuffer;

/** Writes the head of a request in one piece, one byte per character. HttpCore's writer encodes line by line. */
final class HeadWriter implements HttpMessageWriter<ClassicHttpRequest> {

    private static final byte[] SPACE = {' '};
    private static final byte[] COLON = {':', ' '};
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private static final byte[] NOTHING = {};

    private final Proxy proxy;
    private byte[] head = new byte[1024];
    private int length;

    HeadWriter(Proxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void write(ClassicHttpRequest request, SessionOutputBuffer buffer, OutputStream out) throws IOException {
        length = 0;
        add(request.getMethod(), SPACE);
        if (proxy != null) {
            // A proxy takes the store's name from here, and puts it into the header too (RFC 9112, "absolute-form").
            add("http://" + request.getFirstHeader("Host").getValue(), NOTHING);
        }
        add(request.getPath(), SPACE);
        add("HTTP/1.1", END_OF_LINE);
        if (proxy != null && !proxy.user().isEmpty()) {
            add("Proxy-Authorization", COLON);
            add(proxy.authorization(), END_OF_LINE);
        }
        for (Header header : request.getHeaders()) {
            add(header.getName(), COLON);
            add(header.getValue(), END_OF_LINE);
        }
        add("", END_OF_LINE);
        buffer.write(head, 0, length, out);
    }

    /** Appends a text and its end. The text can't start a new line. */
    private void add(String text, byte[] end) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' && b != '\t') {
                bytes[i] = ' ';
            } else if (b == '?' && text.charAt(i) != '?') {
                throw new UnmappableCharacterException(1);
            }
        }
        int longer = length + bytes.length + end.length;
        if (longer > head.length) {
            head = Arrays.copyOf(head, 2 * longer);
        }
        System.arraycopy(bytes, 0, head, length, bytes.length);
        System.arraycopy(end, 0, head, length + bytes.length, end.length);
        length = longer;
    }
}
