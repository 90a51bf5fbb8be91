package dev.caravan.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the JSON of {@link DirectCalls} without a tree. A reader that leaves a value unread skips it. */
public final class DirectJson {

    private static final JsonFactory JSON = new JsonFactory();

    private DirectJson() {}

    /** Writes the fields of an object. */
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Reads the value of a field, which is the parser's current one. */
    public interface Field {
        void read(String name, JsonParser json) throws IOException;
    }

    /** Reads an element of an array. */
    public interface Element<T> {
        T read(JsonParser json) throws IOException;
    }

    /** Writes an object of about {@code size} bytes. */
    public static byte[] write(int size, Fields fields) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Reads an answer, which is one object. */
    public static void read(byte[] body, Field field) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            object(json, field);
        }
    }

    public static void object(JsonParser json, Field field) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            field.read(name, json);
            json.skipChildren();
        }
        require(json.currentToken() == JsonToken.END_OBJECT);
    }

    public static <T> List<T> list(JsonParser json, Element<T> element) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY);
        List<T> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.read(json));
        }
        return list;
    }

    /** Refuses an answer that isn't as expected. */
    public static void require(boolean expected) throws IOException {
        if (!expected) {
            throw new IOException("not the answer of the operation");
        }
    }
}
