package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.junit.jupiter.api.Test;

class HeadWriterTest {

    private static final String START = "GET //b/k?x=1 HTTP/1.1\r\ncache-control: no-cache\r\n";

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final SessionOutputBufferImpl out = new SessionOutputBufferImpl(16);
    private final HeadWriter writer = new HeadWriter(null);
    private final ClassicHttpRequest request = Connections.request("GET", "//b/k?x=1");

    private String written() throws IOException {
        wire.reset();
        writer.write(request, out, wire);
        out.flush(wire);
        return wire.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyCharacterOfAHeaderIsOneByte() throws IOException {
        String value = "\u0085 \u00c3\u00a9\u00ff".repeat(600);
        request.addHeader("x-amz-meta-a", value);
        request.addHeader("x-empty", "");
        String head = START + "x-amz-meta-a: " + value + "\r\nx-empty: \r\n\r\n";
        assertThat(written()).isEqualTo(head);
        assertThat(written()).isEqualTo(head);
    }

    @Test
    void noHeaderBeginsALineOfItsOwn() throws IOException {
        request.addHeader("if-match", "\"a\r\nx-evil: 1\u000b\"");
        assertThat(written()).isEqualTo(START + "if-match: \"a  x-evil: 1 \"\r\n\r\n");
    }

    @Test
    void aCharacterThatIsNoByteIsRefused() {
        request.addHeader("x-amz-meta-a", "\u0100");
        assertThatThrownBy(this::written).isInstanceOf(CharacterCodingException.class);
    }
}
