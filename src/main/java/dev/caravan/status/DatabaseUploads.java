package dev.caravan.status;

import dev.caravan.transfer.JobStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The uploads of runs of {@code sync}, in their database. */
public final class DatabaseUploads implements OpenUploads {

    private static final String BEGUN = "JobStatus IN ('STARTED', 'SPLIT_DONE')";
    private static final String SELECT =
            "SELECT ObjectKey, JobStatus, Size, StartTimestamp, Parts, UploadId, Error FROM Objects WHERE UploadId <> ''"
                    + " AND " + BEGUN;
    private static final String CLAIM = "UPDATE Objects SET Error = ? WHERE ObjectKey = ? AND UploadId = ? AND " + BEGUN
            + " AND StartTimestamp = ?";
    private static final String END =
            "UPDATE Objects SET Error = ?, JobStatus = 'ERROR', EndTime = ?, EndTimestamp = ?,"
                    + " SpentTime = ? WHERE ObjectKey = ? AND UploadId = ? AND " + BEGUN;

    private final DataSource database;

    public DatabaseUploads(DataSource database) {
        this.database = database;
    }

    @Override
    public List<OpenUpload> oldest(Window window, OpenUpload after) throws SQLException {
        OldestUploads oldest = new OldestUploads(window, after);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                oldest.offer(new OpenUpload(
                        row.getString("ObjectKey"),
                        JobStatus.valueOf(row.getString("JobStatus")),
                        row.getLong("Size"),
                        row.getLong("StartTimestamp"),
                        row.getInt("Parts"),
                        row.getString("UploadId"),
                        row.getString("Error").startsWith(OpenUpload.ABORTED)));
            }
        }
        return oldest.sorted();
    }

    @Override
    public OptionalLong partsDone(OpenUpload upload) {
        return OptionalLong.empty();
    }

    @Override
    public boolean claim(OpenUpload upload) throws SQLException {
        return update(CLAIM, OpenUpload.CLAIM, upload.key(), upload.uploadId(), upload.started());
    }

    @Override
    public boolean aborted(OpenUpload upload, String why, Instant now) throws SQLException {
        return update(
                END,
                why,
                StatusRecord.TIME.format(now),
                now.toEpochMilli(),
                (now.toEpochMilli() - upload.started()) / 1000.0,
                upload.key(),
                upload.uploadId());
    }

    private boolean update(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate() == 1;
        }
    }
}
