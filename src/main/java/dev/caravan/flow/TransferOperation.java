package dev.caravan.flow;

/** The operations of the component {@code transfer}: protocol steps that routes call. */
public enum TransferOperation {
    begin("Reads the message in the body and begins its transfer. Removes all headers that begin with `Caravan`."),
    plan(
            "Begins an attempt from the message alone; asks the source with HEAD if the object has changed since the last attempt."
                    + " Sets `CaravanWay`, `CaravanKey`, `CaravanIfMatch` and `CaravanSize`, and for `direct:before-copy`"
                    + " `CaravanETag` and `CaravanDestinationKey`."),
    decide("Reads the headers that `direct:before-copy` has set: skip, rename, metadata. Sets `CaravanWay` again."),
    check(
            "Counts the bytes of the body as they pass, applies `--bandwidth`, and compares them with the source's checksum of"
                    + " the object. Keeps a part's checksum until all parts are known."),
    toDestination("Sets `CaravanKey` to the key at the destination, and the metadata of the write."),
    written("Records the ETag of the PUT; asks the source again with HEAD if a later run could compare by time only."),
    copyObject("CopyObject; HEAD of both sides if the ETag doesn't prove success. If the service refuses, the object is"
            + " streamed at once."),
    delete(
            "HEAD of the source; DELETE at the destination if the source has no such object and no later event is on record."),
    failed("Ends the transfer with the failure. Ends the route if the queue delivers the message again."),

    beginUpload(
            "HEAD of the source; resumes the recorded upload of the same version, or creates one; aborts one of another version."
                    + " Then the upload is on disk."),
    parts("Sets the body to the missing part numbers."),
    beginPart(
            "Sets the part's bytes: `CaravanRange`, `CaravanIfMatch`. Sets `CaravanWay` to `stream`, `copy`, or `arrived`."
                    + " Fails if the upload has failed or the run stops."),
    toUpload("Sets the part's place at the destination: `CaravanKey`, `CaravanUploadId`, `CaravanPartNumber`."),
    partUploaded(
            "Records the part; for a fleet's upload, sets the header of `aws2-ddb:`, which records it. Checks its length."),
    copyPart("UploadPartCopy; records the part. If the service refuses, the object is streamed."),
    partsFailed("Keeps the failure for `completeUpload`; no further part begins."),
    completeUpload(
            "Compares the parts with the source's checksum; CompleteMultipartUpload with retries; detects a lost answer; asks the"
                    + " source again. If a part failed: keeps the upload for the next run or message, or aborts it, and throws the"
                    + " failure."),

    splitObject(
            "HEAD of the source; resumes the fleet's recorded upload, or creates one, and writes its record. Sets the body to"
                    + " batches of messages, one for each missing part. Sets `CaravanWay` to `fleet`, to `multipart` if one worker must"
                    + " move the object, or to `none` if others have done it."),
    toExecution("Sets the headers of `aws2-step-functions:`, which starts the state machine that watches the upload."),
    endFailedUpload("Keeps the fleet's upload for the returning message, or aborts it; throws the failure."),
    beginStep(
            "Reads a message about an upload and its record; sets `CaravanStep` to `part`, `complete`, `again`, `doubted`,"
                    + " `abort`, `done`, `useless` or `foreign`."),
    completeObject(
            "ListParts; compares plan, records and checksum; CompleteMultipartUpload; HEAD of the source. Sets `CaravanMade`, or the body"
                    + " to the messages of parts that must be moved again."),
    renewObject(
            "One message only: aborts the upload and has the object copied again. Sets the body to its message, or empty."),
    settleStep("Gives the object up, or ends a message that is done, foreign or useless."),
    stepDone("Marks the message as done, unless the object's record is still to come."),
    stepFailed(
            "Ends a step with its failure; records it and gives the object up if the queue doesn't deliver the message again."),

    lookAgain("HEAD of both sides; sets `CaravanVerdict` to `agrees`, `record`, `copy` or `delete`."),
    agreed("Accepts the record after a second look."),
    mended("Forgets the other worker; only later ones count."),
    mustBeAlone("Fails the attempt if another worker interfered again."),

    toRecord("Sets the body to the status record. In a fleet, sets the headers of `aws2-ddb:`, which writes it."),
    writeRecord("Of `sync`: writes the record in the body to the local file."),
    recorded(
            "The commit: counts the object and settles its message. Sets `CaravanContested` if Amazon DynamoDB answered that another"
                    + " worker may have interfered. Aborts an upload that lost its record to this one."),
    unrecorded("The record couldn't be written: the object counts as failed, or its message returns to the queue."),

    entered("Counts a message that has entered the queue in memory."),
    settleWhenDone("Counts a message that has left the queue in memory when its exchange is done."),
    received("Hides the message of Amazon SQS until it is settled, and takes its slot."),
    readMessage("Sets the body to the list of objects in the message."),
    watch("Records the outcome of one of the message's objects. Sets `CaravanOfUpload`."),
    unreadable("Sets the body to the record of an unreadable message."),
    moveToDeadLetters("Moves the message to the dead-letter queue."),
    settle("Deletes the message, returns it to the queue, or moves it to the dead-letter queue."),
    toEntries("Sets the body to the entries of one SendMessageBatch request."),
    checkTaken("Sets the body to what the queue refused, or null. Sets the property `CaravanPause` in milliseconds."),

    openDifferences("Lists and compares both buckets. Sets the body to batches of differences, as they are found."),
    cancelDifferences("Stops the comparison."),
    tell("Prints what would be done with the differences in the body. A dry run calls it instead of the queue."),
    compareOnSchedule("Runs one comparison by the finder's lease.");

    private final String text;

    TransferOperation(String text) {
        this.text = text;
    }

    /** Returns what the operation does, in text with Markdown code. */
    public String text() {
        return text;
    }
}
