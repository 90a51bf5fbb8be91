package dev.caravan.doctor;

import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Compares a store's clock with this machine's. */
record Clock(InstantSource ours) {

    /**
     * The allowed difference. Signatures fail from 15 minutes on (Amazon S3, RequestTimeTooSkewed), which a drifting
     * clock reaches.
     */
    private static final Duration ALLOWED = Duration.ofMinutes(5);

    void compare(Examination examination, ObjectStore store) {
        Optional<Instant> theirs;
        Instant before = ours.instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            theirs = store.time();
        } catch (StoreException e) {
            examination.failed("reach", e);
            return;
        }
        if (theirs.isEmpty()) {
            examination.note("clock", "not compared: the store doesn't send its time");
            return;
        }
        Instant now = theirs.get();
        Instant after = ours.instant();
        Duration off = now.isBefore(before)
                ? Duration.between(now, before)
                : now.isAfter(after) ? Duration.between(after, now) : Duration.ZERO;
        String words = off.toSeconds() + " s " + (now.isBefore(before) ? "ahead of" : "behind") + " the store's";
        if (off.compareTo(ALLOWED) > 0) {
            examination.wrong(
                    "clock",
                    "this machine's clock is " + words + ": set it right; from 15 minutes on requests are refused");
        } else {
            examination.ok("clock", off.toSeconds() == 0 ? "right" : words);
        }
    }
}
