package dev.caravan.finder.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A structure of Thrift's compact protocol, used for Parquet's metadata, with fields by number. Throws {@code java.nio}
 * exceptions or {@link IllegalArgumentException} for invalid bytes.
 */
final class Thrift {

    private static final int DEEPEST = 32;

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;

    private final Map<Integer, Object> fields = new HashMap<>();

    private Thrift() {}

    /** Reads a structure and moves the buffer behind it. */
    static Thrift read(ByteBuffer in) {
        return struct(in, 0);
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    long number(int field, long byDefault) {
        return fields.get(field) instanceof Long number ? number : byDefault;
    }

    /** Returns a count of bytes or values; throws {@link IllegalArgumentException} if missing or out of range. */
    int count(int field, int most) {
        long number = number(field, -1);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("a size of the file is out of range");
        }
        return (int) number;
    }

    boolean flag(int field, boolean byDefault) {
        return fields.get(field) instanceof Boolean flag ? flag : byDefault;
    }

    String text(int field) {
        return fields.get(field) instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    /** Returns a structure; an empty one if missing. */
    Thrift struct(int field) {
        return fields.get(field) instanceof Thrift struct ? struct : new Thrift();
    }

    List<Thrift> structs(int field) {
        List<Thrift> structs = new ArrayList<>();
        if (fields.get(field) instanceof List<?> list) {
            list.forEach(each -> structs.add(each instanceof Thrift struct ? struct : new Thrift()));
        }
        return structs;
    }

    /** Joins a list of texts with dots. */
    String path(int field) {
        List<String> parts = new ArrayList<>();
        if (fields.get(field) instanceof List<?> list) {
            list.forEach(
                    each -> parts.add(each instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : ""));
        }
        return String.join(".", parts);
    }

    private static Thrift struct(ByteBuffer in, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("the file is nested too deep");
        }
        Thrift struct = new Thrift();
        int id = 0;
        for (int head = in.get() & 0xFF; head != 0; head = in.get() & 0xFF) {
            int delta = head >>> 4;
            id = delta == 0 ? (int) zigzag(in) : id + delta;
            int type = head & 0xF;
            struct.fields.put(id, type <= FALSE ? (Object) (type == TRUE) : value(in, type, depth));
        }
        return struct;
    }

    private static Object value(ByteBuffer in, int type, int depth) {
        return switch (type) {
            case TRUE, FALSE -> in.get() == TRUE;
            case BYTE -> (long) in.get();
            case I16, I32, I64 -> zigzag(in);
            case DOUBLE -> in.getLong();
            case BINARY -> {
                byte[] bytes = new byte[length(in)];
                in.get(bytes);
                yield bytes;
            }
            case LIST, SET -> {
                int head = in.get() & 0xFF;
                int size = head >>> 4 == 0xF ? length(in) : head >>> 4;
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    list.add(value(in, head & 0xF, depth + 1));
                }
                yield list;
            }
            case MAP -> {
                int size = length(in);
                int types = size == 0 ? 0 : in.get() & 0xFF;
                for (int i = 0; i < size; i++) {
                    value(in, types >>> 4, depth + 1);
                    value(in, types & 0xF, depth + 1);
                }
                yield Map.of();
            }
            case STRUCT -> struct(in, depth + 1);
            default -> throw new IllegalArgumentException("the file has a field of an unknown type");
        };
    }

    /** Reads a length, limited by the remaining bytes. */
    private static int length(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a length in the file is out of range");
        }
        return (int) length;
    }

    private static long zigzag(ByteBuffer in) {
        long number = varint(in);
        return (number >>> 1) ^ -(number & 1);
    }

    /** Reads a number of 7 bits a byte, lowest first. */
    static long varint(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.get();
            number |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number in the file is too long");
    }

    /** Reads a number of up to 4 bytes, lowest first. */
    static int little(ByteBuffer in, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (in.get() & 0xFF) << (8 * i);
        }
        return number;
    }
}
