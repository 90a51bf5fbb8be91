-- The upload that was begun for a key and not ended, if there is one.
SELECT UploadId, SourceEtag, Size FROM Objects
WHERE ObjectKey = :#CaravanKey AND JobStatus = 'STARTED' AND UploadId <> ''
