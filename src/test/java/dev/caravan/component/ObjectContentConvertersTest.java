package dev.caravan.component;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.TypeConverter;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectContentConvertersTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private TypeConverter converter;

    @BeforeEach
    void start() {
        context.start();
        converter = context.getTypeConverter();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static ObjectContent content(String contentType, byte[] bytes, long length) {
        ObjectMetadata metadata = new ObjectMetadata(Map.of("content-type", contentType), Map.of(), Map.of());
        ObjectInfo info = new ObjectInfo("a", length, "e", false, Instant.EPOCH, "", metadata);
        return new ObjectContent(new ByteArrayInputStream(bytes), length, info, () -> {});
    }

    private static ObjectContent text(String contentType, String text, Charset charset) {
        byte[] bytes = text.getBytes(charset);
        return content(contentType, bytes, bytes.length);
    }

    @Test
    void aContentIsItsBytesAndItsStream() throws Exception {
        byte[] bytes = {1, 0, -1};
        assertThat(converter.convertTo(byte[].class, content("", bytes, 3))).isEqualTo(bytes);
        InputStream stream = converter.convertTo(InputStream.class, content("", bytes, 3));
        assertThat(stream.readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/plain", "text/plain; charset=UTF-8", "text/plain; charset=nonesuch", "x; charset="})
    void aTextIsUtf8UnlessItsTypeSaysOtherwise(String type) throws Exception {
        assertThat(converter.convertTo(String.class, text(type, "grün", StandardCharsets.UTF_8)))
                .isEqualTo("grün");
        StringWriter read = new StringWriter();
        converter
                .convertTo(Reader.class, text(type, "grün", StandardCharsets.UTF_8))
                .transferTo(read);
        assertThat(read).hasToString("grün");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=ISO-8859-1", "text/plain;Charset=\"iso-8859-1\"; x=y"})
    void aTextIsInTheCharsetOfItsType(String type) {
        assertThat(converter.convertTo(String.class, text(type, "grün", StandardCharsets.ISO_8859_1)))
                .isEqualTo("grün");
    }

    @Test
    void whatIsTooLargeForTheMemoryIsNotReadAtOnce() {
        ObjectContent large = content("", new byte[0], ObjectContentConverters.LARGEST + 1L);
        assertThatThrownBy(() -> converter.mandatoryConvertTo(String.class, large))
                .hasRootCauseInstanceOf(InvalidException.class)
                .hasStackTraceContaining("convert it to java.io.InputStream");
        assertThat(converter.convertTo(InputStream.class, large)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {InputStream.class, Reader.class})
    void aStepThatReadsTheStreamFailsWithWhatMayPass(Class<? extends Closeable> type) {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        ObjectInfo info = new ObjectInfo("a", 9, "e", false, Instant.EPOCH, "", ObjectMetadata.NONE);
        Closeable stream = converter.convertTo(type, new ObjectContent(broken, 9, info, () -> {}));
        assertThatThrownBy(() -> {
                    if (stream instanceof Reader reader) {
                        reader.transferTo(Writer.nullWriter());
                    } else {
                        ((InputStream) stream).readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class)
                .cause()
                .isInstanceOf(TransientException.class)
                .hasMessage("reading the content from its source failed: connection reset");
    }
}
