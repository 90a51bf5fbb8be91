package dev.caravan.finder.inventory;

import java.io.IOException;

/** The rows of one file of an inventory. */
sealed interface Rows permits CsvFile, ParquetFile {

    /** Reads the next row. Returns false at the end; an {@link IllegalArgumentException} says what is wrong with the row or the file. */
    boolean read(Row row) throws IOException;

    /** Returns how many rows were read, or begun. */
    long number();
}
