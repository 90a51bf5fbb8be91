package dev.caravan.finder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.job.FileProblem;
import dev.caravan.job.Printable;
import dev.caravan.store.StoreException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads exact keys as a stream: one a line, byte for byte, or separated by NUL. If the first line is a JSON object with
 * a field {@code key}, all lines are. Lines end in LF or CRLF; a byte order mark and empty lines are skipped.
 * Thread-safe.
 */
public final class KeyList implements Closeable {

    /** The longest line: more than a key, or JSON around an escaped key. */
    private static final int LONGEST_LINE = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Opening opening;
    private final String name;
    private final char separator;
    private final String sourcePrefix;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;
    private Boolean json;
    private InputStream stream;
    private ListingException failure;

    public interface Opening {

        /** Opens the list at its beginning; closed with the {@link KeyList}. */
        InputStream open() throws IOException, InterruptedException;
    }

    /**
     * Creates the list without opening it.
     *
     * @param name of the list in messages
     * @param nul whether keys are separated by NUL and are never JSON
     * @param sourcePrefix required start of every key
     */
    public KeyList(Opening opening, String name, boolean nul, String sourcePrefix) {
        this.sourcePrefix = sourcePrefix;
        this.opening = opening;
        this.name = name;
        this.separator = nul ? '\0' : '\n';
        this.json = nul ? Boolean.FALSE : null;
    }

    /** Returns the next key; null at the end. A list that has failed once isn't opened or read again. */
    synchronized String next() throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        try {
            if (stream == null) {
                stream = new BufferedInputStream(opening.open(), 1 << 16);
            }
            while (readLine()) {
                String text = text();
                if (!text.isEmpty()) {
                    return ofSource(key(text));
                }
            }
            return null;
        } catch (IOException | StoreException e) {
            failure = new ListingException("list of keys " + name + " can't be read: " + FileProblem.reason(e), e);
            throw failure;
        } catch (ListingException e) {
            failure = e;
            throw e;
        }
    }

    private boolean readLine() throws IOException {
        line.reset();
        int c = stream.read();
        if (c < 0) {
            return false;
        }
        number++;
        while (c >= 0 && c != separator) {
            if (line.size() == LONGEST_LINE) {
                throw wrong("is longer than " + LONGEST_LINE + " bytes. Keys have 1,024 at most");
            }
            line.write(c);
            c = stream.read();
        }
        return true;
    }

    private String text() {
        byte[] bytes = line.toByteArray();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw wrong("is not UTF-8");
        }
        if (separator == '\0') {
            return text;
        }
        int start = number == 1 && text.startsWith("\uFEFF") ? 1 : 0;
        return text.substring(start, text.length() - (text.endsWith("\r") ? 1 : 0));
    }

    private String key(String text) {
        if (json == null) {
            json = text.startsWith("{") && field(text) instanceof TextNode;
        }
        if (!json) {
            return text;
        }
        JsonNode key = field(text);
        if (key == null) {
            throw wrong("is not JSON, but the first line is");
        }
        if (!key.isTextual() || key.textValue().isEmpty()) {
            throw wrong("has no text in a field \"key\"");
        }
        return key.textValue();
    }

    /** Returns the field {@code key} of a line of JSON; null for any other line. */
    private static JsonNode field(String text) {
        try {
            return JSON.readTree(text).path("key");
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private String ofSource(String key) {
        if (!key.startsWith(sourcePrefix)) {
            throw wrong("the key " + Printable.quoted(key) + " doesn't begin with the source's prefix "
                    + Printable.quoted(sourcePrefix) + ". Write full keys, or shorten the source's prefix");
        }
        return key;
    }

    private ListingException wrong(String what) {
        String place = separator == '\0' ? ", key " : ", line ";
        return new ListingException("list of keys " + name + place + number + ": " + what);
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
