package dev.caravan.component;

import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.util.IOHelper;

/**
 * Converts an object's content to InputStream, byte[], String and Reader. Each conversion reads the only stream, so a
 * step that converts the body must set the result as the new body.
 */
public final class ObjectContentConverters implements TypeConverterLoader {

    /** The largest object, in bytes, to read into memory. */
    static final int LARGEST = 16 << 20;

    @Override
    public void load(TypeConverterRegistry registry) {
        add(registry, InputStream.class, content -> new PassingStream(content.stream()));
        add(registry, byte[].class, ObjectContentConverters::bytes);
        add(registry, String.class, content -> new String(bytes(content), charset(content)));
        add(
                registry,
                Reader.class,
                content -> new InputStreamReader(new PassingStream(content.stream()), charset(content)));
    }

    private static <T> void add(TypeConverterRegistry registry, Class<T> type, Function<ObjectContent, T> conversion) {
        registry.addTypeConverter(
                type,
                ObjectContent.class,
                new SimpleTypeConverter(false, (wanted, exchange, value) -> conversion.apply((ObjectContent) value)));
    }

    private static byte[] bytes(ObjectContent content) {
        if (content.length() > LARGEST) {
            throw new InvalidException(
                    "an object of " + content.length() + " bytes is too large for the memory (at most " + LARGEST
                            + "): convert it to java.io.InputStream",
                    "TooLarge");
        }
        try {
            return content.stream().readNBytes(LARGEST);
        } catch (IOException e) {
            throw PassingStream.sourceFailed(e);
        }
    }

    private static Charset charset(ObjectContent content) {
        return charset(
                content.info() == null ? ObjectMetadata.NONE : content.info().metadata());
    }

    /** Returns the charset of the content type; UTF-8 if it names none or an unknown one. */
    static Charset charset(ObjectMetadata metadata) {
        try {
            return Charset.forName(IOHelper.getCharsetNameFromContentType(metadata.contentType()));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
