package dev.caravan.component.s3;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The signed headers of a request, sorted by name for SigV4. Values are ISO-8859-1, one character per byte. */
final class S3Headers {

    /** The header with the session token, which no message may show. */
    static final String TOKEN = "x-amz-security-token";

    private String[] names = new String[16];
    private String[] values = new String[16];
    private int size;

    /** Adds a header with a lower-case name. Refuses line ends and drops white space around the value, as HTTP does. */
    void add(String name, String value) {
        String text = value.strip();
        checkValue(name, text);
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size++;
        while (at > 0 && names[at - 1].compareTo(name) > 0) {
            names[at] = names[at - 1];
            values[at] = values[at - 1];
            at--;
        }
        names[at] = name;
        values[at] = text;
    }

    void append(String name, String value) {
        int at = indexOf(name);
        if (at < 0) {
            add(name, value);
        } else {
            values[at] = values[at] + ',' + value;
        }
    }

    void remove(String name) {
        int at = indexOf(name);
        if (at >= 0) {
            size--;
            System.arraycopy(names, at + 1, names, at, size - at);
            System.arraycopy(values, at + 1, values, at, size - at);
        }
    }

    boolean has(String name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        int at = size - 1;
        while (at >= 0 && !names[at].equals(name)) {
            at--;
        }
        return at;
    }

    void addIfPresent(String name, String value) {
        if (value != null && !value.isEmpty()) {
            add(name, value);
        }
    }

    /** Adds any text: characters beyond ISO-8859-1 become UTF-8 bytes. */
    void addText(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                add(name, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                return;
            }
        }
        add(name, value);
    }

    int size() {
        return size;
    }

    String name(int i) {
        return names[i];
    }

    String value(int i) {
        return values[i];
    }

    private static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new InvalidException(
                        "this can't be sent as the header " + Printable.of(name) + ": " + Printable.of(value),
                        "InvalidHeader");
            }
        }
    }
}
