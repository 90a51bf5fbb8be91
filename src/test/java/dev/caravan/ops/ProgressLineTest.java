package dev.caravan.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final Progress.Snapshot BEGIN =
            new Progress.Snapshot(0, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Test
    void whileListingTheTotalIsNotKnownAndNoEtaIsGiven() {
        assertThat(ProgressLine.line(BEGIN, snapshot(2, false, 4000, 10 << 20, 1000, 5 << 20, 0)))
                .contains("1,000 of 4,000 objects so far")
                .contains("500/s")
                .contains("2.5 MiB/s")
                .contains("9,999 listed")
                .doesNotContain("left");
    }

    @Test
    void onceAllIsFoundTheRestIsEstimated() {
        assertThat(ProgressLine.line(BEGIN, snapshot(2, true, 4000, 10 << 20, 1000, 5 << 20, 0)))
                .startsWith("[#######.............] ")
                .contains("1,000 of 4,000 objects, 5.0 MiB of 10.0 MiB")
                .endsWith("6.0 s left");
    }

    @Test
    void failuresAreTold() {
        assertThat(ProgressLine.line(BEGIN, snapshot(2, true, 10, 10, 5, 5, 3))).endsWith(", 3 failed");
    }

    private static Progress.Snapshot snapshot(
            long seconds, boolean all, long found, long foundBytes, long copied, long copiedBytes, long failed) {
        return new Progress.Snapshot(
                seconds * 1_000_000_000,
                all,
                9999,
                0,
                0,
                0,
                found,
                foundBytes,
                copied,
                copiedBytes,
                copiedBytes,
                0,
                0,
                failed,
                0,
                0,
                0);
    }
}
