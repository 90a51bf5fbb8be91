package dev.caravan.record;

import dev.caravan.aws.ControlPlaneException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The recorded unfinished uploads. Uploads without a record of ours are ignored. */
public interface OpenUploads {

    /** An unknown number of parts. */
    long UNKNOWN = -1;

    /**
     * Selects uploads.
     *
     * @param prefix of the key
     * @param before start, in epoch milliseconds; {@link Long#MAX_VALUE} for all, including unknown ages
     * @param most to keep in memory, at least 1
     */
    record Window(String prefix, long before, int most) {

        boolean holds(OpenUpload upload) {
            return upload.key().startsWith(prefix)
                    && (before == Long.MAX_VALUE || (upload.started() > 0 && upload.started() < before));
        }
    }

    /** Returns the oldest uploads after {@code after} (null for the first) by age. Reads all records. */
    List<OpenUpload> oldest(Window window, OpenUpload after)
            throws ControlPlaneException, SQLException, InterruptedException;

    /** Returns how many of its parts are recorded as done; {@link #UNKNOWN} if not recorded. */
    long partsDone(OpenUpload upload) throws ControlPlaneException;

    /** Records that it is about to be aborted; returns false if it has ended or resumed since it was read. */
    boolean claim(OpenUpload upload) throws ControlPlaneException, SQLException;

    /**
     * Records it as aborted, if the record still is of this upload; {@code why} is class and message.
     *
     * @return false if there is another record, which stays
     */
    boolean aborted(OpenUpload upload, String why, Instant now) throws ControlPlaneException, SQLException;

    /** Returns the IDs of all recorded uploads of a key. */
    Set<String> known(String key) throws ControlPlaneException, SQLException;

    /** Removes an intent without an upload; returns false if there is another record. */
    boolean forget(OpenUpload intended) throws ControlPlaneException, SQLException;

    /** Records that the destination has no such upload, if this proves that it ended. */
    void gone(OpenUpload upload);
}
