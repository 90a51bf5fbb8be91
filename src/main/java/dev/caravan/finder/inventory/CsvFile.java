package dev.caravan.finder.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads the rows of an inventory's CSV file, with URL-encoded keys. */
final class CsvFile implements Rows {

    /** The longest row, which has some 20 short fields and the key. */
    private static final int LONGEST_ROW = 1 << 20;

    private final InputStream stream;
    private final Column[] columns;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int limit;
    private byte[] field = new byte[1024];
    private int length;
    private int rowBytes;
    private long number;

    /** @param fields column names of the manifest */
    CsvFile(InputStream stream, List<String> fields) {
        this.stream = stream;
        this.columns = fields.stream().map(Column::inCsv).toArray(Column[]::new);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean read(Row row) throws IOException {
        int c = readByte();
        while (c == '\r' || c == '\n') {
            c = readByte();
        }
        if (c < 0) {
            return false;
        }
        number++;
        rowBytes = 0;
        row.clear();
        int count = 0;
        while (true) {
            c = readField(c);
            if (count < columns.length && columns[count] != null) {
                take(columns[count], row);
            }
            count++;
            if (c == ',') {
                c = readByte();
                continue;
            }
            if (c == '\r') {
                c = readByte();
            }
            if (c >= 0 && c != '\n') {
                throw new IllegalArgumentException("a field is followed by neither a comma nor a line's end");
            }
            if (count < columns.length) {
                throw new IllegalArgumentException("has " + count + " fields, not " + columns.length);
            }
            return true;
        }
    }

    /** Reads a field that starts with this byte; returns the byte after it. */
    private int readField(int first) throws IOException {
        length = 0;
        int c = first;
        if (c != '"') {
            while (c >= 0 && c != ',' && c != '\n' && c != '\r') {
                append(c);
                c = readByte();
            }
            return c;
        }
        while (true) {
            c = readByte();
            if (c < 0) {
                throw new IllegalArgumentException("ends inside of a quoted field");
            }
            if (c == '"') {
                c = readByte();
                if (c != '"') {
                    return c;
                }
            }
            append(c);
        }
    }

    private void append(int c) {
        if (++rowBytes > LONGEST_ROW) {
            throw new IllegalArgumentException("is longer than " + LONGEST_ROW + " bytes");
        }
        if (length == field.length) {
            field = Arrays.copyOf(field, 2 * length);
        }
        field[length++] = (byte) c;
    }

    private void take(Column column, Row row) {
        switch (column) {
            case KEY -> key(row);
            case SIZE -> row.size = length == 0 ? -1 : number(field, length);
            case LAST_MODIFIED -> {
                if (length > 0) {
                    row.modified(text());
                }
            }
            case ETAG -> row.etag = text();
            case STORAGE_CLASS -> row.storageClass = text();
            case ENCRYPTION -> row.encryption = text();
            case IS_LATEST -> row.latest = !text().equalsIgnoreCase("false");
            case IS_DELETE_MARKER -> row.deleteMarker = text().equalsIgnoreCase("true");
            case VERSION -> {}
        }
    }

    private String text() {
        return new String(field, 0, length, StandardCharsets.UTF_8);
    }

    private static long number(byte[] digits, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits[i] - '0';
            if (digit < 0 || digit > 9 || i == 18) {
                throw new IllegalArgumentException("the size is no number");
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Decodes {@code application/x-www-form-urlencoded}, where a plus is a space. */
    private void key(Row row) {
        if (row.key.length < length) {
            row.key = new byte[field.length];
        }
        byte[] key = row.key;
        int n = 0;
        for (int i = 0; i < length; i++) {
            byte b = field[i];
            if (b == '+') {
                key[n++] = ' ';
            } else if (b == '%') {
                int high = i + 2 < length ? Character.digit(field[i + 1], 16) : -1;
                int low = i + 2 < length ? Character.digit(field[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("the key is not URL-encoded");
                }
                key[n++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                key[n++] = b;
            }
        }
        row.keyLength = n;
    }

    private int readByte() throws IOException {
        if (at == limit) {
            limit = stream.read(buffer);
            at = 0;
            if (limit <= 0) {
                limit = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xFF;
    }
}
