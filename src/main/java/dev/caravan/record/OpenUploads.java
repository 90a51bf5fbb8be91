package dev.caravan.record;

import dev.caravan.aws.ControlPlaneException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The uploads of the records that were begun and not ended. An upload without a record of ours is nobody's business here. */
public interface OpenUploads {

    /**
     * Which are meant.
     *
     * @param prefix what the key begins with
     * @param before begun before this, in epoch milliseconds; {@link Long#MAX_VALUE} for all, also those of unknown age
     * @param most so many are kept in memory, at least 1
     */
    record Window(String prefix, long before, int most) {

        boolean holds(OpenUpload upload) {
            return upload.key().startsWith(prefix)
                    && (before == Long.MAX_VALUE || (upload.started() > 0 && upload.started() < before));
        }
    }

    /**
     * The oldest, in the order of their age. All records are read for it.
     *
     * @param after those that come behind this one; null for the first
     */
    List<OpenUpload> oldest(Window window, OpenUpload after)
            throws ControlPlaneException, SQLException, InterruptedException;

    /** How many of its parts are on record as done; empty where that isn't recorded. */
    OptionalLong partsDone(OpenUpload upload) throws ControlPlaneException;

    /** Records that it is about to be aborted. Returns false where it has ended or was taken up since it was read. */
    boolean claim(OpenUpload upload) throws ControlPlaneException, SQLException;

    /**
     * Records that it was aborted, as an error, if the record still is of this upload and of its beginning.
     *
     * @param why class and message
     * @return false where something else stands there, which stays
     */
    boolean aborted(OpenUpload upload, String why, Instant now) throws ControlPlaneException, SQLException;

    /** Returns the IDs of all uploads of a key that are on record. */
    Set<String> known(String key) throws ControlPlaneException, SQLException;

    /** Removes the note that an upload was about to be begun, because there is none. Returns false if something else stands there. */
    boolean forget(OpenUpload intended) throws ControlPlaneException, SQLException;

    /** Notes that the destination has no such upload, where that is enough to know that it ended. */
    void gone(OpenUpload upload);
}
