package dev.caravan.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.record.StatusRecord;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.TypeConverterSupport;

/** Converts a status record for any component: to a map or a line of JSON. */
final class RecordConverter extends TypeConverterSupport {

    /** A separate class, because most routes convert no record, and Jackson loads 350 classes. */
    private static final class Json {
        static final ObjectMapper MAPPER = new ObjectMapper();
    }

    static void addTo(TypeConverterRegistry registry) {
        RecordConverter converter = new RecordConverter();
        for (Class<?> type : new Class<?>[] {Map.class, String.class, byte[].class, InputStream.class}) {
            registry.addTypeConverter(type, StatusRecord.class, converter);
        }
    }

    @Override
    public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
        Map<String, Object> map = ((StatusRecord) value).map();
        if (type == Map.class) {
            return type.cast(map);
        }
        try {
            String line = Json.MAPPER.writeValueAsString(map) + "\n";
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (type == String.class) {
                return type.cast(line);
            }
            return type.cast(type == InputStream.class ? new ByteArrayInputStream(bytes) : bytes);
        } catch (JsonProcessingException e) {
            throw new TypeConversionException(value, type, e);
        }
    }
}
