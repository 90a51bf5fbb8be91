-- One object's fate. What is newer stays: a late or duplicate worker never overwrites a DONE that began after it did.
INSERT INTO Objects (
    ObjectKey, JobStatus, Size, Etag, SourceEtag, StartTime, EndTime,
    StartTimestamp, EndTimestamp, SpentTime, Attempts, Error, UploadId, Parts
) VALUES (#, #, #, #, #, #, #, #, #, #, #, #, #, #)
ON CONFLICT (ObjectKey) DO UPDATE SET
    JobStatus = excluded.JobStatus, Size = excluded.Size, Etag = excluded.Etag, SourceEtag = excluded.SourceEtag,
    StartTime = excluded.StartTime, EndTime = excluded.EndTime, StartTimestamp = excluded.StartTimestamp,
    EndTimestamp = excluded.EndTimestamp, SpentTime = excluded.SpentTime, Attempts = excluded.Attempts,
    Error = excluded.Error, UploadId = excluded.UploadId, Parts = excluded.Parts
WHERE NOT (JobStatus = 'DONE' AND StartTimestamp > excluded.StartTimestamp)
