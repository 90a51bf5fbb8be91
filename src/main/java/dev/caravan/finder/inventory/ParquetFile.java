package dev.caravan.finder.inventory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the rows of an inventory's Parquet file as Amazon S3 writes it: flat columns, plain or dictionary encoding,
 * uncompressed, Snappy or gzip, keys without encoding (Apache Parquet, "File Format"; parquet.thrift).
 */
final class ParquetFile implements Rows {

    private static final int MAGIC = 'P' | ('A' << 8) | ('R' << 16) | ('1' << 24);
    private static final int LONGEST_FOOTER = 64 << 20;

    private static final int REQUIRED = 0;
    private static final int OPTIONAL = 1;

    /** A value of ConvertedType. */
    private static final int TIMESTAMP_MICROS = 10;

    /** A column: whether values may be missing, and its units in a millisecond. */
    private record Kind(boolean optional, long unitsAMilli) {}

    private final RandomAccessFile file;
    private final Map<Column, Kind> kinds = new EnumMap<>(Column.class);
    private final List<Thrift> groups;
    private final Map<Column, ParquetColumn> columns = new EnumMap<>(Column.class);
    private int group;
    private long left;
    private long number;

    /** @param file closed by the caller */
    ParquetFile(RandomAccessFile file) throws IOException {
        this.file = file;
        long length = file.length();
        if (length < 12) {
            throw new IllegalArgumentException("is not a Parquet file");
        }
        ByteBuffer end = ParquetColumn.read(file, length - 8, 8);
        int footer = end.getInt();
        if (end.getInt() != MAGIC || footer < 0 || footer > Math.min(LONGEST_FOOTER, length - 8)) {
            throw new IllegalArgumentException("is not a Parquet file");
        }
        Thrift meta;
        try {
            meta = Thrift.read(ParquetColumn.read(file, length - 8 - footer, footer));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("is damaged: its footer ends too early", e);
        }
        List<Thrift> schema = meta.structs(2);
        // The first one is the whole.
        for (Thrift element : schema.subList(Math.min(1, schema.size()), schema.size())) {
            long repetition = element.number(3, REQUIRED);
            Column column = Column.inParquet(element.text(4));
            if (column != null && element.number(5, 0) == 0 && repetition <= OPTIONAL) {
                kinds.put(column, new Kind(repetition == OPTIONAL, unitsAMilli(element)));
            }
        }
        groups = meta.structs(4);
    }

    private static long unitsAMilli(Thrift element) {
        Thrift unit = element.struct(10).struct(8).struct(2);
        if (unit.has(3)) {
            return 1_000_000;
        }
        return unit.has(2) || element.number(6, -1) == TIMESTAMP_MICROS ? 1_000 : 1;
    }

    Set<Column> columns() {
        return kinds.keySet();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean read(Row row) throws IOException {
        try {
            while (left == 0) {
                if (group == groups.size()) {
                    return false;
                }
                begin(groups.get(group++));
            }
            left--;
            number++;
            row.clear();
            for (Map.Entry<Column, ParquetColumn> column : columns.entrySet()) {
                column.getValue().next();
                if (!column.getValue().isNull()) {
                    take(column.getKey(), column.getValue(), row);
                }
            }
            return true;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("is damaged", e);
        }
    }

    private void begin(Thrift rowGroup) throws IOException {
        left = rowGroup.number(3, 0);
        columns.clear();
        for (Thrift chunk : rowGroup.structs(1)) {
            Thrift meta = chunk.struct(3);
            Column column = Column.inParquet(meta.path(3));
            if (kinds.containsKey(column) && column != Column.VERSION) {
                columns.put(
                        column, new ParquetColumn(file, meta, kinds.get(column).optional()));
            }
        }
        if (left > 0 && !columns.containsKey(Column.KEY)) {
            throw new IllegalArgumentException("a row group has no keys");
        }
    }

    private void take(Column column, ParquetColumn value, Row row) {
        switch (column) {
            case KEY -> {
                if (row.key.length < value.length()) {
                    row.key = new byte[value.length()];
                }
                value.copyTo(row.key);
                row.keyLength = value.length();
            }
            case SIZE -> row.size = value.number();
            case LAST_MODIFIED ->
                row.modified = Math.floorDiv(value.number(), kinds.get(column).unitsAMilli());
            case ETAG -> row.etag = value.text();
            case STORAGE_CLASS -> row.storageClass = value.text();
            case ENCRYPTION -> row.encryption = value.text();
            case IS_LATEST -> row.latest = value.flag();
            case IS_DELETE_MARKER -> row.deleteMarker = value.flag();
            case VERSION -> {}
        }
    }
}
