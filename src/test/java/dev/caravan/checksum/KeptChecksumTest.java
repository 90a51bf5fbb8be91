package dev.caravan.checksum;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.common.utils.CRC64;
import com.qiniu.util.Etag;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptChecksumTest {

    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 4 << 20;

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /**
     * Returns the checksums of the pieces that end at these offsets. Each checksum gets its bytes in chunks of
     * different lengths.
     */
    private static List<PartSum> sums(Kind kind, byte[] bytes, List<Integer> ends) {
        List<PartSum> sums = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            RunningSum sum = KeptChecksum.start(kind);
            for (int step = 1; from < end; step = step * 3 + 1) {
                int some = Math.min(step, end - from);
                sum.update(bytes, from, some);
                from += some;
            }
            sums.add(sum.end());
        }
        return sums;
    }

    private static String whole(Kind kind, byte[] bytes, List<Integer> ends, String kept) {
        return ContentAlgorithm.of(kind).whole(sums(kind, bytes, ends), kept);
    }

    private static String whole(Kind kind, byte[] bytes) {
        return whole(kind, bytes, List.of(bytes.length), "");
    }

    @ParameterizedTest
    @CsvSource({
        // Source: CRC RevEng's catalogue: CRC-64/XZ 995dc9bbdf1939fa, CRC-64/NVME ae8b14860a799888, CRC-32C e3069283,
        // CRC-32 cbf43926.
        "CRC64, 11051210869376104954",
        "CRC64NVME, rosUhgp5mIg=",
        "CRC32C, 4waSgw==",
        "CRC32, y/Q5Jg==",
        "SHA256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        "SHA1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
        "QETAG, FvfDvB2AjgRzKt9nmWXMw0ynrjRB",
    })
    void theNineDigitsHaveTheirKnownChecksum(Kind kind, String known) {
        assertThat(whole(kind, DIGITS)).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "CRC64, 0",
        "CRC64NVME, AAAAAAAAAAA=",
        "CRC32C, AAAAAA==",
        "CRC32, AAAAAA==",
        "SHA1, 2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        "QETAG, Fto5o-5ea0sNMlW_75VgGJCv2AcJ",
    })
    void nothingHasItsKnownChecksum(Kind kind, String known) {
        assertThat(whole(kind, new byte[0])).isEqualTo(known);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 15, 16, 17, 31, 32, 33, 4095, 100_003})
    void crc64IsTheOneOfTheSdk(int length) {
        byte[] bytes = noise(length);
        CRC64 sdk = new CRC64();
        sdk.update(bytes, length);
        assertThat(whole(Kind.CRC64, bytes)).isEqualTo(Long.toUnsignedString(sdk.getValue()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 17})
    void qetagIsTheOneOfTheSdk(int length) {
        byte[] bytes = noise(length);
        assertThat(whole(Kind.QETAG, bytes)).isEqualTo(Etag.data(bytes));
    }

    @Test
    void qetagOfPartsOfWholeBlocksIsTheOneOfTheWhole() {
        byte[] bytes = noise(5 * BLOCK + 3);
        assertThat(whole(Kind.QETAG, bytes, List.of(BLOCK, 4 * BLOCK, bytes.length), ""))
                .isEqualTo(Etag.data(bytes));
        assertThat(whole(Kind.QETAG, bytes, List.of(2 * BLOCK, 4 * BLOCK, 5 * BLOCK, bytes.length), ""))
                .isEqualTo(Etag.data(bytes));
    }

    @Test
    void aQetagOfOneBlockIsHeldAgainstTheFormThatTheSourceKeeps() {
        String one = Etag.data(DIGITS);
        assertThat(whole(Kind.QETAG, DIGITS, List.of(9), one)).isEqualTo(one);
        String asBlocks = whole(Kind.QETAG, DIGITS, List.of(9), "l");
        assertThat(asBlocks).startsWith("l").isNotEqualTo(one);
        KeptChecksum.ofWhole(new ContentChecksum(Kind.QETAG, asBlocks)).requireOf(sums(Kind.QETAG, DIGITS, List.of(9)));
    }

    @Property(seed = "2026", tries = 60)
    void howeverItIsCutTheCrcIsThatOfTheWhole(
            @ForAll @IntRange(max = 70_000) int length,
            @ForAll @Size(max = 9) List<@IntRange(max = 70_000) Integer> cuts) {
        byte[] bytes = noise(length);
        List<Integer> ends = new ArrayList<>(
                cuts.stream().map(cut -> Math.min(cut, length)).sorted().toList());
        ends.add(length);
        for (Kind kind : List.of(Kind.CRC64, Kind.CRC64NVME, Kind.CRC32C, Kind.CRC32)) {
            assertThat(whole(kind, bytes, ends, "")).as(kind.name()).isEqualTo(whole(kind, bytes));
        }
    }

    @Test
    void partsOfManyGibibytesCombineLikeThoseOfTheSdk() {
        for (long length : new long[] {1, 5L << 30, 48_000_000_000_001L}) {
            assertThat(CrcAlgorithm.CRC64.combine(0x995DC9BBDF1939FAL, 12345, length))
                    .isEqualTo(CRC64.combine(0x995DC9BBDF1939FAL, 12345, length));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneOtherBitIsReportedWithBothChecksums(Kind kind) {
        byte[] bytes = noise(1000);
        KeptChecksum kept = KeptChecksum.ofWhole(new ContentChecksum(kind, whole(kind, bytes)));
        kept.requireOf(sums(kind, bytes, List.of(1000)));
        bytes[500] ^= 4;
        assertThatThrownBy(() -> kept.requireOf(sums(kind, bytes, List.of(1000))))
                .isInstanceOf(ContentMismatchException.class)
                .hasMessageContaining(kind.name())
                .hasMessageContaining(whole(kind, bytes))
                .hasMessageContaining(whole(kind, noise(1000)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CRC64", "CRC64NVME", "CRC32C", "CRC32"})
    void partsInAnotherOrderAreAnotherContent(Kind kind) {
        byte[] bytes = noise(2000);
        KeptChecksum kept = KeptChecksum.ofParts(new ContentChecksum(kind, whole(kind, bytes)));
        List<PartSum> sums = sums(kind, bytes, List.of(1000, 2000));
        kept.requireOf(sums);
        assertThatThrownBy(() -> kept.requireOf(List.of(sums.get(1), sums.get(0))))
                .isInstanceOf(ContentMismatchException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CRC64, ''",
        "CRC64, -1",
        "CRC64, 18446744073709551616",
        "CRC64, 995dc9bbdf1939fa",
        "CRC64NVME, AAAA",
        "CRC64NVME, rosUhgp5mIg=-3",
        "CRC32C, ?",
        "SHA256, AAAA",
        "QETAG, ntgzkvjq9bvbkKwSpCiUYvEMAcYP",
        "QETAG, F",
    })
    void aTextThatIsNoSuchChecksumIsNone(Kind kind, String text) {
        assertThat(KeptChecksum.ofWhole(new ContentChecksum(kind, text))).isNull();
        assertThat(KeptChecksum.ofWhole(null)).isNull();
    }

    @Test
    void aNumberMayBeginWithZeros() {
        KeptChecksum.ofWhole(new ContentChecksum(Kind.CRC64, "0011051210869376104954"))
                .requireOf(sums(Kind.CRC64, DIGITS, List.of(9)));
    }

    @Test
    void digestsSayNothingAboutParts() {
        assertThat(KeptChecksum.ofParts(new ContentChecksum(Kind.SHA1, whole(Kind.SHA1, DIGITS))))
                .isNull();
        assertThat(KeptChecksum.ofParts(new ContentChecksum(Kind.SHA256, whole(Kind.SHA256, DIGITS))))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRecordsTextGivesTheSumBack(Kind kind) {
        PartSum sum = sums(kind, DIGITS, List.of(9)).get(0);
        assertThat(PartSum.parse(sum.text(), 9)).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "CRC64", "CRC64:", "CRC64:AAAA", "CRC6:AAAAAAAAAAA=", "QETAG:AAAA", "crc64:AAAAAAAAAAA="
            })
    void anotherTextIsNoSum(String text) {
        assertThat(PartSum.parse(text, 9)).isNull();
    }

    @Test
    void aSumOfBlocksMustBeOfAsManyAsThePartHas() {
        byte[] bytes = noise(BLOCK + 1);
        String text = sums(Kind.QETAG, bytes, List.of(bytes.length)).get(0).text();
        assertThat(PartSum.parse(text, bytes.length)).isNotNull();
        assertThat(PartSum.parse(text, BLOCK)).isNull();
    }
}
