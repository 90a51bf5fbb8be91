package dev.caravan.finder.inventory;

import java.util.Arrays;

/** The used columns of an inventory by their names in CSV and Parquet files. */
enum Column {
    KEY("Key", "key"),
    SIZE("Size", "size"),
    LAST_MODIFIED("LastModifiedDate", "last_modified_date"),
    ETAG("ETag", "e_tag"),
    STORAGE_CLASS("StorageClass", "storage_class"),
    ENCRYPTION("EncryptionStatus", "encryption_status"),
    VERSION("VersionId", "version_id"),
    IS_LATEST("IsLatest", "is_latest"),
    IS_DELETE_MARKER("IsDeleteMarker", "is_delete_marker");

    final String inCsv;
    final String inParquet;

    Column(String inCsv, String inParquet) {
        this.inCsv = inCsv;
        this.inParquet = inParquet;
    }

    /** Returns the column of this name; null for one that isn't used. */
    static Column inCsv(String name) {
        return Arrays.stream(values())
                .filter(column -> column.inCsv.equals(name))
                .findFirst()
                .orElse(null);
    }

    static Column inParquet(String name) {
        return Arrays.stream(values())
                .filter(column -> column.inParquet.equals(name))
                .findFirst()
                .orElse(null);
    }
}
