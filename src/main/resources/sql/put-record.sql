-- One object's fate. What is newer stays: a late or duplicate worker never overwrites a DONE that began after it did.
MERGE INTO Objects AS t
USING (VALUES (#, #, #, #, #, #, #, #, #, #, #, #, #, #)) AS s (
    ObjectKey, JobStatus, Size, Etag, SourceEtag, StartTime, EndTime,
    StartTimestamp, EndTimestamp, SpentTime, Attempts, Error, UploadId, Parts
)
ON t.ObjectKey = s.ObjectKey
WHEN MATCHED AND NOT (t.JobStatus = 'DONE' AND t.StartTimestamp > s.StartTimestamp) THEN UPDATE SET
    JobStatus = s.JobStatus, Size = s.Size, Etag = s.Etag, SourceEtag = s.SourceEtag, StartTime = s.StartTime,
    EndTime = s.EndTime, StartTimestamp = s.StartTimestamp, EndTimestamp = s.EndTimestamp, SpentTime = s.SpentTime,
    Attempts = s.Attempts, Error = s.Error, UploadId = s.UploadId, Parts = s.Parts
WHEN NOT MATCHED THEN INSERT (
    ObjectKey, JobStatus, Size, Etag, SourceEtag, StartTime, EndTime,
    StartTimestamp, EndTimestamp, SpentTime, Attempts, Error, UploadId, Parts
) VALUES (
    s.ObjectKey, s.JobStatus, s.Size, s.Etag, s.SourceEtag, s.StartTime, s.EndTime,
    s.StartTimestamp, s.EndTimestamp, s.SpentTime, s.Attempts, s.Error, s.UploadId, s.Parts
)
