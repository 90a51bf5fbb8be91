package dev.caravan.finder.inventory;

import java.io.IOException;

/** The rows of one inventory file. */
sealed interface Rows permits CsvFile, ParquetFile {

    /** Reads the next row; returns false at the end. Throws {@link IllegalArgumentException} for invalid data. */
    boolean read(Row row) throws IOException;

    /** Returns how many rows were read or begun. */
    long number();
}
