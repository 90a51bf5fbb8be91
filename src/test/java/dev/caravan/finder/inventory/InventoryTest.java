package dev.caravan.finder.inventory;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import dev.caravan.local.MemoryStore;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {

    private static final String TIME = "2026-11-01T00:00:00.000Z";
    private static final String MD5 = "0cc175b9c0f1b6a831c399e269772661";
    private static final String SCHEMA = "Bucket, Key, Size, LastModifiedDate, ETag, StorageClass";
    private static final String VERSIONS =
            "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag";

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("SRC_INVENTORY", "s3://inv/manifest.json"));
    private String manifest = "";

    @TempDir
    private Path folder;

    @Test
    void theRowsOfAllFilesAreListedInOrder() throws Exception {
        write("b.csv.gz", gzip(row("z", 7, "STANDARD") + row("a%2F%C3%BC+%2B%25", 1L << 40, "GLACIER")));
        write("a.csv", row("b", 0, "").getBytes(UTF_8));
        manifest(SCHEMA);

        List<ObjectSummary> listed = list(1000, "", "");

        Instant time = Instant.parse(TIME);
        assertThat(listed)
                .containsExactly(
                        new ObjectSummary("a/\u00fc +%", 1L << 40, MD5, time, "GLACIER"),
                        new ObjectSummary("b", 0, MD5, time, ""),
                        new ObjectSummary("z", 7, MD5, time, "STANDARD"));
    }

    @Test
    void pagesGoOnWhereTheyWereAndRangesBeginAnywhere() throws Exception {
        StringBuilder rows = new StringBuilder();
        List<String> keys =
                IntStream.range(0, 500).mapToObj("k/%03d"::formatted).toList();
        keys.forEach(key -> rows.append(row(key, 1, "")));
        rows.append(row("other", 1, ""));
        write("a.csv.gz", gzip(rows.toString()));
        manifest(SCHEMA);

        assertThat(list(7, "k/", "")).extracting(ObjectSummary::key).containsExactlyElementsOf(keys);
        assertThat(list(7, "k/", "k/100"))
                .extracting(ObjectSummary::key)
                .containsExactlyElementsOf(keys.subList(101, 500));
        assertThat(list(7, "k/", "k/1005")).hasSize(399);
        assertThat(list(7, "none", "")).isEmpty();
        assertThat(list(7, "", "k/499")).extracting(ObjectSummary::key).containsExactly("other");
    }

    @Test
    void filesOfParquetAreReadAndLeaveNothingBehind() throws Exception {
        byte[] content = Files.readAllBytes(Path.of("src/test/resources/inventory/snappy.parquet"));
        write("a.parquet", content);
        manifest("message s3.inventory { required binary key (UTF8); }");
        manifest = manifest.replace("\"CSV\"", "\"Parquet\"");

        List<ObjectSummary> objects = list(100, "", "");

        assertThat(objects).hasSize(500);
        assertThat(objects.get(1).key()).isEqualTo("k/0000001 \u00fc%20+");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        files.put("data/a.parquet", Arrays.copyOf(content, content.length - 1));
        assertThatThrownBy(this::read).hasMessageContaining("has the MD5");
        write("a.parquet", Files.readAllBytes(Path.of("src/test/resources/inventory/zstd.parquet")));
        manifest("");
        manifest = manifest.replace("\"CSV\"", "\"Parquet\"");
        assertThatThrownBy(this::read)
                .hasMessage("s3://inv/manifest.json: data/a.parquet is compressed with Zstandard, which can't be read");
        // The footer has three bytes, and the text in it a length of 127.
        write("a.parquet", "PAR1\u0018\u007f\0\u0003\0\0\0PAR1".getBytes(UTF_8));
        manifest("");
        manifest = manifest.replace("\"CSV\"", "\"Parquet\"");
        assertThatThrownBy(this::read)
                .hasMessage("s3://inv/manifest.json: data/a.parquet: a length in the file is out of range");
    }

    @Test
    void aPageThatIsAskedForAgainIsTheSame() throws Exception {
        write("a.csv", (row("a", 1, "") + row("b", 1, "") + row("c", 1, "")).getBytes(UTF_8));
        manifest(SCHEMA);
        try (Inventory inventory = read()) {
            ObjectStore store = inventory.over(new MemoryStore());
            ListRequest second =
                    store.list(new ListRequest("", "", "", null, 1)).next();
            ObjectPage page = store.list(second);
            assertThat(store.list(second).objects()).isEqualTo(page.objects()).hasSize(1);
        }
    }

    @Test
    void olderVersionsAndDeleteMarkersAreNotListed() throws Exception {
        String rest = "\"1\",\"" + TIME + "\",\"" + MD5 + "\"\r\n";
        write(
                "a.csv",
                ("\"b\",\"now\",\"v2\",\"true\",\"false\"," + rest + "\"b\",\"now\",\"v1\",\"false\",\"false\"," + rest
                                + "\"b\",\"gone\",\"v2\",\"true\",\"true\",\"\",\"" + TIME + "\",\"\"\n"
                                + "\"b\",\"gone\",\"v1\",\"false\",\"false\"," + rest)
                        .getBytes(UTF_8));
        manifest(VERSIONS);
        assertThat(list(1000, "", "")).extracting(ObjectSummary::key).containsExactly("now");
    }

    @Test
    void anEtagOfAnEncryptedObjectIsNoMd5() throws Exception {
        String row = "\"k%s\",\"1\",\"" + TIME + "\",\"" + MD5 + "\",\"%s\"\n";
        write(
                "a.csv",
                (row.formatted(1, "SSE-S3") + row.formatted(2, "SSE-KMS") + row.formatted(3, "SSE-C")).getBytes(UTF_8));
        manifest("Key, Size, LastModifiedDate, ETag, EncryptionStatus");
        assertThat(list(1000, "", "")).extracting(ObjectSummary::etagIsOpaque).containsExactly(false, true, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"b\",\"k\",\"x\",\"T\",\"e\",\"\" | the size is no number",
                "\"b\",\"k\",\"1\",\"yesterday\",\"e\",\"\" | the last-modified time isn't of the form 2026-11-01T00:00:00.000Z",
                "\"b\",\"k\",\"1\",\"\",\"e\",\"\" | the size or the last-modified time is missing",
                "\"b\",\"\",\"1\",\"T\",\"e\",\"\" | the key is missing",
                "\"b\",\"%FF\",\"1\",\"T\",\"e\",\"\" | the key is not UTF-8",
                "\"b\",\"%4\",\"1\",\"T\",\"e\",\"\" | the key is not URL-encoded",
                "\"b\",\"k\",\"1\" | has 3 fields, not 6",
                "\"b\",\"k | ends inside of a quoted field",
                "\"b\"x | a field is followed by neither a comma nor a line's end",
            })
    void aRowThatCannotBeReadEndsTheRun(String row, String problem) throws Exception {
        write("a.csv", (row("fine", 1, "") + row.replace("T", TIME)).getBytes(UTF_8));
        manifest(SCHEMA);
        assertThatThrownBy(this::read)
                .isInstanceOf(InventoryException.class)
                .hasMessage("s3://inv/manifest.json: data/a.csv, row 2: " + problem);
    }

    @Test
    void aFileThatIsNotTheManifestsEndsTheRun() throws Exception {
        write("a.csv.gz", gzip(row("a", 1, "")));
        manifest(SCHEMA);
        files.put("data/a.csv.gz", gzip(row("b", 1, "")));
        assertThatThrownBy(this::read)
                .hasMessageContaining("data/a.csv.gz has the MD5")
                .hasMessageEndingWith("it was changed or cut short");
        byte[] whole = gzip(row("a", 1, ""));
        files.put("data/a.csv.gz", Arrays.copyOf(whole, whole.length - 4));
        assertThatThrownBy(this::read).hasMessageContaining("data/a.csv.gz is not whole: ");
        files.put("data/a.csv.gz", "no gzip".getBytes(UTF_8));
        assertThatThrownBy(this::read).hasMessageContaining("data/a.csv.gz is not whole: Not in GZIP format");
        files.clear();
        assertThatThrownBy(this::read).hasMessageContaining("data/a.csv.gz can't be read: ");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "no JSON | is not JSON; name the inventory's manifest.json",
                "{\"files\":[]} | has no fileFormat or no files; name the inventory's manifest.json",
                "{\"fileFormat\":\"ORC\",\"files\":[]} | is of the format ORC, which can't be read; have the inventory written as CSV"
                        + " or Parquet",
                "{\"fileFormat\":\"CSV\",\"files\":[],\"sourceBucket\":\"other\"} | is the inventory of the bucket other, not of from",
                "{\"fileFormat\":\"CSV\",\"files\":[],\"sourceBucket\":\"from\",\"fileSchema\":\"Bucket, Key, VersionId, Size\"} | has"
                        + " no column LastModifiedDate, ETag, IsLatest, IsDeleteMarker; add it to the inventory's configuration",
            })
    void aManifestThatCannotBeUsedIsRefused(String text, String problem) {
        manifest = text;
        assertThatThrownBy(this::read)
                .hasMessage("s3://inv/manifest.json " + problem)
                .isInstanceOfSatisfying(
                        InventoryException.class, e -> assertThat(e.isWrong()).isTrue());
    }

    @Test
    void aColumnThatAnOptionNeedsMustBeThere() {
        environment.put("SRC_STORAGE_CLASS", "STANDARD");
        manifest("Key, Size, LastModifiedDate, ETag");
        assertThatThrownBy(this::read).hasMessageContaining("has no column StorageClass");
    }

    private static String row(String encodedKey, long size, String storageClass) {
        return "\"from\",\"%s\",\"%d\",\"%s\",\"%s\",\"%s\"\n".formatted(encodedKey, size, TIME, MD5, storageClass);
    }

    private void write(String name, byte[] content) {
        files.put("data/" + name, content);
    }

    private void manifest(String schema) {
        List<String> named = new ArrayList<>();
        files.forEach((key, content) -> named.add(
                "{\"key\":\"%s\",\"size\":%d,\"MD5checksum\":\"%s\"}".formatted(key, content.length, md5(content))));
        manifest =
                "{\"sourceBucket\":\"from\",\"destinationBucket\":\"arn:aws:s3:::inv\",\"fileFormat\":\"CSV\",\"fileSchema\":\"%s\",\"files\":%s}"
                        .formatted(schema, named);
    }

    private List<ObjectSummary> list(int pageSize, String prefix, String after) throws Exception {
        List<ObjectSummary> objects = new ArrayList<>();
        try (Inventory inventory = read()) {
            ObjectStore store = inventory.over(new MemoryStore());
            ListRequest next = new ListRequest(prefix, "", after, null, pageSize);
            while (next != null) {
                ObjectPage page = store.list(next);
                objects.addAll(page.objects());
                next = page.next();
            }
        }
        return objects;
    }

    private Inventory read() throws InventoryException, InterruptedException, InvalidJobException {
        Job job = JobReader.read("s3://from", "s3://to", new Settings(Map.of(), Map.of(), environment, Map.of()));
        return Inventory.read(
                job,
                new InventoryFiles() {
                    @Override
                    public InputStream openManifest() {
                        return new ByteArrayInputStream(manifest.getBytes(UTF_8));
                    }

                    @Override
                    public InputStream open(String key) throws IOException {
                        if (!files.containsKey(key)) {
                            throw new FileNotFoundException(key);
                        }
                        return new ByteArrayInputStream(files.get(key));
                    }

                    @Override
                    public void close() {}
                },
                folder,
                () -> false);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
