package dev.caravan.finder.inventory;

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

    private final String inCsv;
    private final String inParquet;

    Column(String inCsv, String inParquet) {
        this.inCsv = inCsv;
        this.inParquet = inParquet;
    }

    String inCsv() {
        return inCsv;
    }

    String inParquet() {
        return inParquet;
    }
}
