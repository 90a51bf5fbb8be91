package dev.caravan.transfer;

import dev.caravan.finder.Comparison;
import dev.caravan.finder.Reason;
import dev.caravan.job.CompareMode;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.OccupiedException;
import dev.caravan.store.StoreException;
import java.util.Optional;

/** Compares a protected object at the destination, by the comparison's rule, with the one to copy. */
public record StandingObject(Buckets buckets, CompareMode mode) {

    /** Ends the transfer: as needless if the two objects count as equal, else as failed. */
    public Outcome judge(Transfer transfer, OccupiedException refusal) {
        try {
            ObjectInfo source = transfer.source() == null
                    ? buckets.source().head(transfer.message().key())
                    : transfer.source();
            ObjectInfo there = buckets.destination().head(transfer.destinationKey());
            // Their properties say which of the ETags describe the content.
            Comparison rule =
                    new Comparison(mode == CompareMode.ALWAYS ? CompareMode.AUTO : mode, (one, other) -> true);
            Optional<Reason> difference = rule.difference(source.summary(), there.summary());
            if (difference.isPresent()) {
                return failed(refusal, difference.get().words());
            }
            transfer.read(source);
            transfer.written(there.etag());
            // An earlier try may have stored it, and its answer was lost.
            return transfer.tries() > 1 ? Outcome.DONE : Outcome.THERE_ALREADY;
        } catch (StoreException e) {
            return failed(refusal, "can't be compared: " + e.getMessage());
        }
    }

    private static Outcome failed(OccupiedException refusal, String why) {
        return Outcome.refused(
                new OccupiedException(refusal.getMessage() + ": " + why, refusal.status(), refusal.code()));
    }
}
