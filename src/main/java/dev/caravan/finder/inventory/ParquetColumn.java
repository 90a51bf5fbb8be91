package dev.caravan.finder.inventory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Reads one column of a Parquet file's row group by value and page. */
final class ParquetColumn {

    static final int BOOLEAN = 0;
    static final int INT32 = 1;
    static final int INT64 = 2;
    static final int BYTE_ARRAY = 6;

    private static final int MOST_PAGE_BYTES = 64 << 20;
    private static final int MOST_HEAD_BYTES = 1 << 20;
    private static final int FIRST_HEAD_BYTES = 4 << 10;

    private static final int DATA = 0;
    private static final int DICTIONARY = 2;
    private static final int DATA_V2 = 3;

    private static final int PLAIN = 0;
    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;

    private static final int SNAPPY = 1;
    private static final int GZIP = 2;
    private static final String[] CODECS = {"none", "Snappy", "gzip", "LZO", "Brotli", "LZ4", "Zstandard", "LZ4"};

    private final RandomAccessFile file;
    private final int type;
    private final boolean optional;
    private final int codec;
    private final long end;
    private long position;

    private int left;
    private HybridDecoder present;
    private HybridDecoder indexes;
    private HybridDecoder flags;
    private ByteBuffer values;
    private int bit;

    private ByteBuffer dictionary;
    private long[] dictionaryNumbers;
    private int[] dictionaryOffsets;

    private boolean isNull;
    private long number;
    private ByteBuffer bytes;
    private int offset;
    private int length;

    /**
     * @param chunk its ColumnMetaData
     * @param optional whether values may be missing
     */
    ParquetColumn(RandomAccessFile file, Thrift chunk, boolean optional) throws IOException {
        this.file = file;
        this.optional = optional;
        this.type = chunk.count(1, BYTE_ARRAY);
        this.codec = chunk.count(4, CODECS.length - 1);
        if (type != BOOLEAN && type != INT32 && type != INT64 && type != BYTE_ARRAY) {
            throw new IllegalArgumentException("the column " + chunk.path(3) + " has an unknown type");
        }
        if (codec > GZIP) {
            throw new IllegalArgumentException("is compressed with " + CODECS[codec] + ", which can't be read");
        }
        long data = chunk.number(9, -1);
        long names = chunk.number(11, 0);
        this.position = names > 0 && names < data ? names : data;
        this.end = position + chunk.number(7, -1);
        if (position < 0 || end < position || end > file.length()) {
            throw new IllegalArgumentException("a column is outside of the file");
        }
    }

    void next() throws IOException {
        while (left == 0) {
            readPage();
        }
        left--;
        isNull = present != null && present.next() == 0;
        if (isNull) {
            return;
        }
        if (indexes != null) {
            int index = indexes.next();
            if (type == BYTE_ARRAY) {
                bytes = dictionary;
                offset = dictionaryOffsets[index];
                length = dictionaryOffsets[index + 1] - offset - 4;
            } else {
                number = dictionaryNumbers[index];
            }
        } else {
            readPlain();
        }
    }

    boolean isNull() {
        return isNull;
    }

    long number() {
        return number;
    }

    boolean flag() {
        return number != 0;
    }

    int length() {
        return length;
    }

    void copyTo(byte[] target) {
        bytes.get(offset, target, 0, length);
    }

    /** Returns a text value; empty if missing. */
    String text() {
        return isNull ? "" : new String(bytes.array(), bytes.arrayOffset() + offset, length, StandardCharsets.UTF_8);
    }

    private void readPlain() {
        switch (type) {
            case BOOLEAN -> {
                if (flags != null) {
                    number = flags.next();
                } else {
                    number = (values.get(values.position() + bit / 8) >> (bit % 8)) & 1;
                    bit++;
                }
            }
            case INT32 -> number = values.getInt();
            case INT64 -> number = values.getLong();
            default -> {
                length = length(values);
                bytes = values;
                offset = values.position();
                values.position(offset + length);
            }
        }
    }

    private static int length(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a value is longer than its page");
        }
        return length;
    }

    private void readPage() throws IOException {
        ByteBuffer head = read(file, position, Math.min(FIRST_HEAD_BYTES, end - position));
        Thrift page;
        try {
            page = Thrift.read(head);
        } catch (RuntimeException cutOff) {
            // Statistics may hold long values.
            head = read(file, position, Math.min(MOST_HEAD_BYTES, end - position));
            page = Thrift.read(head);
        }
        int compressed = page.count(3, MOST_PAGE_BYTES);
        int size = page.count(2, MOST_PAGE_BYTES);
        long begin = position + head.position();
        position = begin + compressed;
        if (position > end) {
            throw new IllegalArgumentException("a page is outside of its column");
        }
        switch (page.count(1, DATA_V2)) {
            case DATA -> readData(page.struct(5), decompress(read(file, begin, compressed), size));
            case DATA_V2 -> readDataV2(page.struct(8), read(file, begin, compressed), size);
            case DICTIONARY -> readDictionary(page.struct(7), decompress(read(file, begin, compressed), size));
            default -> {}
        }
    }

    private void readData(Thrift head, ByteBuffer data) {
        left = head.count(1, Integer.MAX_VALUE);
        present = null;
        if (optional) {
            if (head.number(3, RLE) != RLE) {
                throw encoding(head.number(3, RLE));
            }
            int bytesOfLevels = length(data);
            present = new HybridDecoder(data.slice().limit(bytesOfLevels), 1);
            data.position(data.position() + bytesOfLevels);
        }
        begin(head.number(2, -1), data);
    }

    private void readDataV2(Thrift head, ByteBuffer data, int size) throws IOException {
        left = head.count(1, Integer.MAX_VALUE);
        int repetition = head.count(6, data.remaining());
        int definition = head.count(5, data.remaining() - repetition);
        present = optional ? new HybridDecoder(data.slice(repetition, definition), 1) : null;
        data.position(repetition + definition);
        int rest = size - repetition - definition;
        begin(
                head.number(4, -1),
                head.flag(7, true)
                        ? decompress(data.slice(), rest)
                        : data.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private void begin(long encoding, ByteBuffer data) {
        indexes = null;
        flags = null;
        bit = 0;
        values = data;
        if (encoding == PLAIN_DICTIONARY || encoding == RLE_DICTIONARY) {
            if (dictionary == null) {
                throw new IllegalArgumentException("a column has no dictionary");
            }
            indexes = new HybridDecoder(data, data.hasRemaining() ? data.get() : 0);
        } else if (encoding == RLE && type == BOOLEAN) {
            int bytesOfFlags = length(data);
            flags = new HybridDecoder(data.slice().limit(bytesOfFlags), 1);
        } else if (encoding != PLAIN) {
            throw encoding(encoding);
        }
    }

    private void readDictionary(Thrift head, ByteBuffer data) {
        long encoding = head.number(2, -1);
        if (encoding != PLAIN && encoding != PLAIN_DICTIONARY) {
            throw encoding(encoding);
        }
        int count = head.count(1, data.remaining());
        dictionary = data;
        if (type == BYTE_ARRAY) {
            // The distance between the first bytes of two values includes the length, four bytes.
            dictionaryOffsets = new int[count + 1];
            for (int i = 0; i < count; i++) {
                int valueLength = length(data);
                dictionaryOffsets[i] = data.position();
                data.position(data.position() + valueLength);
            }
            dictionaryOffsets[count] = data.position() + 4;
        } else {
            dictionaryNumbers = new long[count];
            for (int i = 0; i < count; i++) {
                dictionaryNumbers[i] = type == INT32 ? data.getInt() : data.getLong();
            }
        }
    }

    private static IllegalArgumentException encoding(long number) {
        return new IllegalArgumentException("has the encoding " + number + " of Parquet, which can't be read");
    }

    private ByteBuffer decompress(ByteBuffer in, int size) throws IOException {
        byte[] out = new byte[size];
        if (codec == SNAPPY) {
            Snappy.decompress(in, out);
            return little(out);
        }
        InputStream bytes = new ByteArrayInputStream(in.array(), in.arrayOffset() + in.position(), in.remaining());
        try (InputStream plain = codec == GZIP ? new GZIPInputStream(bytes) : bytes) {
            if (plain.readNBytes(out, 0, size) != size || plain.read() >= 0) {
                throw new IllegalArgumentException("a page doesn't have its size");
            }
        }
        return little(out);
    }

    static ByteBuffer read(RandomAccessFile file, long from, long count) throws IOException {
        byte[] read = new byte[(int) count];
        file.seek(from);
        file.readFully(read);
        return little(read);
    }

    private static ByteBuffer little(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
}
