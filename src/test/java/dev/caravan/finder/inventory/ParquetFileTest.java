package dev.caravan.finder.inventory;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.ObjectSummary;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests files from Apache Parquet's writer, with the columns that Amazon S3 documents. */
class ParquetFileTest {

    private static final Path FILES = Path.of("src/test/resources/inventory");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"plain, 100", "snappy, 500", "gzip, 100"})
    void everyRowIsRead(String name, int rows) throws IOException {
        List<ObjectSummary> expected = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            expected.add(object((int) (i * 7919L % rows)));
        }
        assertThat(read(FILES.resolve(name + ".parquet"))).containsExactlyElementsOf(expected);
    }

    @Test
    void versionsAndMissingValuesAreRead() throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int j = (int) (i * 7919L % 300);
            if (j % 3 != 1 && j % 5 != 4) {
                keys.add(object(j).key());
            }
        }
        assertThat(read(FILES.resolve("versions.parquet")))
                .extracting(ObjectSummary::key)
                .containsExactlyElementsOf(keys);
    }

    @ParameterizedTest
    @CsvSource({
        "zstd, is compressed with Zstandard",
        "pages-v2, has the encoding 7 of Parquet",
    })
    void whatCannotBeReadIsNamed(String name, String problem) {
        assertThatThrownBy(() -> read(FILES.resolve(name + ".parquet")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem + ", which can't be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PAR1", "PAR1 this is no footer PAR1", "PAR1\u0001\u0002\u0003\u0004PAR1"})
    void whatIsNoParquetFileIsNamed(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), text, UTF_8);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "snappy", "versions", "gzip", "pages-v2"})
    void aDamagedFileIsReadOrRefusedAndNothingElse(String name) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve(name + ".parquet"));
        Random random = new Random(20261129);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                read(file);
            } catch (IllegalArgumentException | IOException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    void copiesOfSnappyMayReachIntoThemselves() {
        byte[] out = new byte[11];
        Snappy.decompress(ByteBuffer.wrap(new byte[] {11, 4, 'a', 'b', 0b1_0101, 2}), out);
        assertThat(new String(out, UTF_8)).isEqualTo("abababababa");
        assertThatThrownBy(() -> Snappy.decompress(ByteBuffer.wrap(new byte[] {2, 1, 3}), new byte[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectSummary object(int j) {
        return new ObjectSummary(
                String.format(Locale.ROOT, "k/%07d \u00fc%%20+", j),
                j * 1000L,
                j % 10 == 7
                        ? "0123456789abcdef0123456789abcdef-" + (j % 100 + 2)
                        : String.format(Locale.ROOT, "%032x", j * 31L),
                Instant.ofEpochMilli(1_793_491_200_000L + j * 1000L),
                j % 2 == 0 ? "STANDARD" : "GLACIER",
                j % 4 == 1);
    }

    private static List<ObjectSummary> read(Path path) throws IOException {
        List<ObjectSummary> objects = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            ParquetFile rows = new ParquetFile(file);
            Row row = new Row();
            while (rows.read(row)) {
                if (row.isListed()) {
                    objects.add(Entry.summary(row.entry()));
                }
            }
        }
        return objects;
    }
}
