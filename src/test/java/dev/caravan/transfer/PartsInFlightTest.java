package dev.caravan.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.UploadedPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsInFlightTest {

    private final PartsInFlight parts = new PartsInFlight(PartPlan.of(12L << 20, 5L << 20));

    @Test
    void givesEveryPartNumberOnce() {
        assertThat(parts).toIterable().containsExactly(1, 2, 3);
    }

    @Test
    void noFurtherPartBeginsAfterAFailure() {
        parts.next();
        parts.fail(new IllegalStateException("a part failed"));
        assertThat(parts.hasNext()).isFalse();
    }

    @Test
    void partThatWasPromisedIsGivenThoughAnotherFailedMeanwhile() {
        assertThat(parts.hasNext()).isTrue();
        parts.fail(new IllegalStateException("a part failed"));
        assertThat(parts.hasNext()).isTrue();
        assertThat(parts.next()).isEqualTo(1);
        assertThat(parts.hasNext()).isFalse();
    }

    @Test
    void isCompleteWithItsLastPartOnly() {
        parts.uploaded(part(3));
        parts.uploaded(part(1));
        assertThat(parts.isComplete()).isFalse();
        parts.uploaded(part(2));
        assertThat(parts.isComplete()).isTrue();
    }

    @Test
    void partsComeInAscendingOrderHoweverTheyEnded() {
        parts.uploaded(part(3));
        parts.uploaded(part(1));
        parts.uploaded(part(2));
        assertThat(parts.all()).extracting(UploadedPart::partNumber).containsExactly(1, 2, 3);
    }

    @Test
    void anObjectIsNeverMadeWithoutAPart() {
        parts.uploaded(part(1));
        parts.uploaded(part(3));
        assertThatThrownBy(parts::all).hasMessage("part 2 of 3 was not uploaded");
    }

    @Test
    void whatAnEarlierRunUploadedIsNotSentAgain() {
        assertThat(parts.resume(
                        List.of(new UploadedPart(2, "e", 5L << 20, ""), new UploadedPart(3, "e", 2L << 20, ""))))
                .isTrue();
        assertThat(parts).toIterable().containsExactly(1);
        parts.uploaded(part(1));
        assertThat(parts.all()).hasSize(3);
    }

    @Test
    void partsThatWereCutOtherwiseAreNotTakenOver() {
        assertThat(parts.resume(List.of(part(1)))).isFalse();
        assertThat(parts.resume(List.of(new UploadedPart(4, "e", 5L << 20, ""))))
                .isFalse();
        assertThat(parts).toIterable().containsExactly(1, 2, 3);
    }

    private static PartsInFlight verified() {
        return verified(VerifyMode.FULL);
    }

    private static PartsInFlight verified(VerifyMode verify) {
        return new PartsInFlight(
                PartPlan.of(12L << 20, 5L << 20),
                KeptChecksum.ofParts(new ContentChecksum(Kind.CRC32C, "AAAAAA==")),
                verify);
    }

    private static ArrivedPart summed(int number, long length, String value) {
        return new ArrivedPart(new UploadedPart(number, "e", length, ""), new PartSum(Kind.CRC32C, length, value));
    }

    @Test
    void whereSumsCountPartsOfAnEarlierRunAreNotTakenOver() {
        PartsInFlight verified = verified();
        assertThat(verified.resume(List.of(new UploadedPart(2, "e", 5L << 20, ""))))
                .isFalse();
        assertThat(verified.resume(List.of())).isTrue();
        assertThat(verified).toIterable().containsExactly(1, 2, 3);
    }

    @Test
    void byDefaultPartsOfAnEarlierRunAreTakenOverAndTheWholeIsNotVerified() {
        PartsInFlight parts = verified(VerifyMode.AUTO);
        assertThat(parts.resume(List.of())).isTrue();
        assertThat(parts.keptKind()).isEqualTo(Kind.CRC32C);
        assertThat(parts.resume(List.of(new UploadedPart(2, "e", 5L << 20, ""))))
                .isTrue();
        assertThat(parts).toIterable().containsExactly(1, 3);
        assertThat(parts.keptKind()).isNull();
        parts.requireAsKept();
    }

    @Test
    void byDefaultARecordWithoutASumCounts() {
        PartsInFlight parts = verified(VerifyMode.AUTO);
        parts.recorded(summed(1, 5L << 20, "AAAAAA=="));
        parts.recorded(new ArrivedPart(new UploadedPart(2, "e", 5L << 20, ""), null));
        parts.recorded(summed(3, 2L << 20, "4waSgw=="));
        assertThat(parts.isComplete()).isTrue();
        parts.requireAsKept();
    }

    @Test
    void byDefaultPartsThatAllHaveSumsAreVerified() {
        PartsInFlight parts = verified(VerifyMode.AUTO);
        parts.recorded(summed(1, 5L << 20, "AAAAAA=="));
        parts.recorded(summed(2, 5L << 20, "AAAAAA=="));
        parts.recorded(summed(3, 2L << 20, "4waSgw=="));
        assertThatThrownBy(parts::requireAsKept).isInstanceOf(ContentMismatchException.class);
    }

    @Test
    void whereSumsCountARecordWithoutItsOwnIsNone() {
        PartsInFlight verified = verified();
        verified.recorded(new ArrivedPart(new UploadedPart(1, "e", 5L << 20, ""), null));
        verified.recorded(
                new ArrivedPart(new UploadedPart(1, "e", 5L << 20, ""), new PartSum(Kind.CRC32, 5L << 20, "AAAAAA==")));
        verified.recorded(summed(2, 5L << 20, "AAAAAA=="));
        assertThat(verified.missing()).containsExactly(1, 3);
        verified.keepOnly(List.of(new UploadedPart(2, "other", 5L << 20, "")));
        assertThat(verified.missing()).containsExactly(1, 2, 3);
    }

    @Test
    void whereSumsCountAPartIsNotMovedWithoutItsOwn() {
        PartsInFlight verified = verified();
        assertThatThrownBy(() -> verified.uploaded(part(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(verified::requireAsKept).hasMessage("part 1 of 3 was not verified");
    }

    @Test
    void allPartsAreMissingOnceTheyAreForgotten() {
        PartsInFlight verified = verified();
        verified.uploaded(summed(1, 5L << 20, "AAAAAA=="));
        verified.uploaded(summed(2, 5L << 20, "AAAAAA=="));
        verified.uploaded(summed(3, 2L << 20, "4waSgw=="));
        assertThat(verified.isComplete()).isTrue();
        assertThatThrownBy(verified::requireAsKept).isInstanceOf(ContentMismatchException.class);
        verified.forgetAll();
        assertThat(verified.missing()).containsExactly(1, 2, 3);
        assertThat(verified).toIterable().containsExactly(1, 2, 3);
    }

    private static UploadedPart part(int number) {
        return new UploadedPart(number, "e", 1, "");
    }
}
