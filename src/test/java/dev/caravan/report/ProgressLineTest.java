package dev.caravan.report;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.progress.Progress;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final Progress.Snapshot BEGIN =
            new Progress.Snapshot(0, false, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Test
    void whileListingTheTotalIsNotKnownAndNoEtaIsGiven() {
        assertThat(ProgressLine.line(BEGIN, snapshot(2, false, 4000, 10 << 20, 1000, 5 << 20, 0)))
                .startsWith("listing: 9,999 so far; 1,000 of 4,000 objects found, ")
                .contains("500/s")
                .contains("2.5 MiB/s")
                .doesNotContain("left", "[", "#");
    }

    @Test
    void whatWasCountedBeforeIsTheTotalFromTheBeginning() {
        Progress.Snapshot now = snapshot(2, false, 2000, 5 << 20, 1000, 2 << 20, 0, 40_000, 100 << 20);
        assertThat(ProgressLine.line(BEGIN, now))
                .startsWith("[....................] 1,000 of 40,000 objects, 2.0 MiB of 100.0 MiB")
                .endsWith("1 min 38 s left");
    }

    @Test
    void moreThanWasCountedBeforeRaisesTheTotal() {
        Progress.Snapshot now = snapshot(2, false, 2000, 5 << 20, 1000, 2 << 20, 0, 10, 10);
        assertThat(ProgressLine.line(BEGIN, now)).contains("1,000 of 2,000 objects, 2.0 MiB of 5.0 MiB");
        Progress.Snapshot end = snapshot(2, true, 5, 5, 5, 5, 0, 10, 10);
        assertThat(ProgressLine.line(BEGIN, end)).contains("5 of 5 objects");
    }

    @Test
    void whatIsCountedAgainDoesNotMakeTheListedLess() {
        Progress progress = new Progress();
        progress.listed(1000, 0);
        assertThat(progress.now().sourceListed()).isEqualTo(1000);
        progress.listed(-400, 0);
        assertThat(progress.now().sourceListed()).isEqualTo(1000);
        progress.listed(500, 0);
        assertThat(progress.now().sourceListed()).isEqualTo(1100);
    }

    @Test
    void onceAllIsFoundTheRestIsEstimated() {
        assertThat(ProgressLine.line(BEGIN, snapshot(2, true, 4000, 10 << 20, 1000, 5 << 20, 0)))
                .startsWith("[#####...............] ")
                .contains("1,000 of 4,000 objects, 5.0 MiB of 10.0 MiB")
                .endsWith("6.0 s left");
    }

    @Test
    void bytesOfAnObjectUnderWayCountBeforeItIsCopied() {
        Progress progress = new Progress();
        progress.found(100 << 20);
        progress.foundAll();
        progress.moved(75 << 20);
        progress.underWay(75 << 20);
        assertThat(ProgressLine.line(BEGIN, progress.now()))
                .startsWith("[##############......] 0 of 1 objects, 75.0 MiB of 100.0 MiB, ")
                .endsWith(" left");
        // These bytes belong to a second attempt.
        progress.moved(75 << 20);
        progress.underWay(75 << 20);
        assertThat(progress.now().doneBytes()).isEqualTo(100 << 20);
        progress.settle(150 << 20);
        progress.copied(100 << 20, 2);
        assertThat(ProgressLine.line(BEGIN, progress.now())).contains("1 of 1 objects, 100.0 MiB of 100.0 MiB");
        assertThat(progress.now().underWayBytes()).isZero();
    }

    @Test
    void withoutProgressTheRestIsUnknown() {
        Progress.Snapshot before = snapshot(2, true, 4000, 10 << 20, 1000, 5 << 20, 0);
        assertThat(ProgressLine.line(before, snapshot(12, true, 4000, 10 << 20, 1000, 5 << 20, 0)))
                .endsWith(", 0/s, 0 B/s");
    }

    @Test
    void failuresAreReported() {
        assertThat(ProgressLine.line(BEGIN, snapshot(2, true, 10, 10, 5, 5, 3))).endsWith(", 3 failed");
    }

    private static Progress.Snapshot snapshot(
            long seconds, boolean all, long found, long foundBytes, long copied, long copiedBytes, long failed) {
        return snapshot(seconds, all, found, foundBytes, copied, copiedBytes, failed, -1, -1);
    }

    private static Progress.Snapshot snapshot(
            long seconds,
            boolean all,
            long found,
            long foundBytes,
            long copied,
            long copiedBytes,
            long failed,
            long expected,
            long expectedBytes) {
        return new Progress.Snapshot(
                seconds * 1_000_000_000,
                all,
                9999,
                0,
                0,
                0,
                found,
                foundBytes,
                expected,
                expectedBytes,
                copied,
                copiedBytes,
                copiedBytes,
                0,
                0,
                0,
                0,
                failed,
                0,
                0,
                0,
                0,
                0);
    }
}
