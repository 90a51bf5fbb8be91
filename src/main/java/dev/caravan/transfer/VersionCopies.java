package dev.caravan.transfer;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.VersionMark;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import java.util.function.Predicate;

/**
 * Ends a transfer of a version that an earlier attempt copied before its answer was lost, so that no duplicate version
 * is made.
 */
public record VersionCopies(Buckets buckets) implements Predicate<Transfer> {

    @Override
    public boolean test(Transfer transfer) {
        if (transfer.attempts() <= 1) {
            return false;
        }
        if (transfer.message() instanceof DeleteMessage delete) {
            boolean made =
                    delete.marker() > 0 && markers(transfer.destinationKey(), delete.marker()) >= delete.marker();
            if (made) {
                transfer.end(Outcome.DELETED);
            }
            return made;
        }
        ObjectInfo there = buckets.destination().find(transfer.destinationKey());
        boolean made = there != null && isOf(transfer, there) && !mayBeDamaged(transfer, there);
        if (made) {
            transfer.written(there.etag());
            transfer.end(Outcome.DONE);
        }
        return made;
    }

    /** Returns whether a destination object is a copy of the transfer's version; true without a version. */
    static boolean isOf(Transfer transfer, ObjectInfo there) {
        return !(transfer.message() instanceof ObjectMessage object)
                || object.versionId().isEmpty()
                || object.mark().equals(there.metadata().user().get(VersionMark.NAME));
    }

    /** Returns whether the store may have other bytes than were sent, by an answer that its object does not disprove. */
    private static boolean mayBeDamaged(Transfer transfer, ObjectInfo there) {
        return transfer.doubtful() || (transfer.md5() != null && !there.etag().equalsIgnoreCase(transfer.md5()));
    }

    /** Returns the number of delete markers in a row before the newest version of a key, up to {@code most}. */
    private int markers(String key, int most) {
        int found = 0;
        VersionRequest next = VersionRequest.of(key);
        while (next != null && found < most) {
            VersionPage page = buckets.destination().versions(next);
            for (ObjectVersion version : page.versions()) {
                if (!version.key().equals(key) || !version.deleteMarker()) {
                    return found;
                }
                found++;
            }
            next = page.next();
        }
        return found;
    }
}
