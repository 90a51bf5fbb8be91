package dev.caravan.message;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.ByteRange;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartPlanTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        // The columns: size, smallest part size, part size, number of parts.
        "1, 16777216, 16777216, 1",
        "16777216, 16777216, 16777216, 1",
        "16777217, 16777216, 16777216, 2",
        "1073741824, 16777216, 16777216, 64",
        "167772160000, 16777216, 16777216, 10000",
        "167772160001, 16777216, 17825792, 9412",
        "5497558138880, 16777216, 550502400, 9987",
        "53687091200000, 16777216, 5368709120, 10000",
        "6291457, 5242881, 6291456, 2",
    })
    void partSizeIsWholeMebibytesAndGrowsWithTheObject(long size, long least, long partSize, int parts) {
        PartPlan plan = PartPlan.of(size, least);
        assertThat(plan.partSize()).isEqualTo(partSize);
        assertThat(plan.parts()).isEqualTo(parts);
    }

    @Test
    void largestObjectOfAllTakesTenThousandPartsOfFiveGibibytes() {
        PartPlan plan = PartPlan.of(PartPlan.MAX_SIZE, 16 * MIB);
        assertThat(plan.partSize()).isEqualTo(5 * GIB);
        assertThat(plan.parts()).isEqualTo(10_000);
        assertThat(plan.range(10_000)).isEqualTo(new ByteRange(9_999L * 5 * GIB, 5 * GIB));
    }

    @Test
    void whatNoPartsCanMakeIsRefused() {
        assertThatThrownBy(() -> PartPlan.of(PartPlan.MAX_SIZE + 1, 16 * MIB))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PartPlan.of(0, 16 * MIB)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(seed = "2026", tries = 100)
    void partsMayBeginAtWholeBlocksOfFourMebibytes(
            @ForAll @LongRange(min = 1, max = PartPlan.MAX_SIZE) long size,
            @ForAll @LongRange(min = PartPlan.MIN_PART_SIZE, max = PartPlan.MAX_PART_SIZE) long least) {
        PartPlan plan = PartPlan.of(size, least, 4 * MIB);
        assertThat(plan.partSize() % (4 * MIB)).isZero();
        assertThat(plan.partSize()).isBetween(least, PartPlan.MAX_PART_SIZE);
        assertThat(plan.parts()).isBetween(1, PartPlan.MAX_PARTS);
    }

    @Property(seed = "2026", tries = 100)
    void partsCoverEveryByteOnceInOrder(
            @ForAll @LongRange(min = 1, max = PartPlan.MAX_SIZE) long size,
            @ForAll @LongRange(min = PartPlan.MIN_PART_SIZE, max = PartPlan.MAX_PART_SIZE) long least) {
        PartPlan plan = PartPlan.of(size, least);
        assertThat(plan.parts()).isBetween(1, PartPlan.MAX_PARTS);
        assertThat(plan.partSize()).isGreaterThanOrEqualTo(Math.min(least, PartPlan.MAX_PART_SIZE));
        assertThat(plan.partSize() % MIB).isZero();
        long next = 0;
        for (int part = 1; part <= plan.parts(); part++) {
            ByteRange range = plan.range(part);
            assertThat(range.offset()).isEqualTo(next);
            if (part < plan.parts()) {
                assertThat(range.length()).isEqualTo(plan.partSize());
            }
            next += range.length();
        }
        assertThat(next).isEqualTo(size);
    }
}
