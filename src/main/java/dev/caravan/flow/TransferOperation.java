package dev.caravan.flow;

/** The operations of the component {@code transfer}: protocol steps that routes call. */
public enum TransferOperation {
    begin("Reads the message in the body and begins its transfer. Removes all headers that begin with `Caravan`."),
    plan("Begins an attempt from the message alone; asks the source with HEAD where the last attempt was overtaken."
            + " Sets `CaravanWay`, `CaravanKey`, `CaravanIfMatch` and `CaravanSize`, and for `direct:before-copy`"
            + " `CaravanETag` and `CaravanDestinationKey`."),
    decide("Reads the headers that `direct:before-copy` has set: skip, rename, metadata. Sets `CaravanWay` again."),
    check(
            "Counts the bytes of the body as they pass, keeps to `--bandwidth`, and compares them with the checksum that the"
                    + " source keeps of the object. The sum of a part is kept until all parts are known."),
    toDestination("Sets `CaravanKey` to the key at the destination, and the metadata of the write."),
    written(
            "Notes the ETag of the PUT; asks the source once more with HEAD where a later run could compare by time only."),
    copyObject(
            "CopyObject; HEAD of both sides where the ETag doesn't prove that all is well. If the service refuses, the object is"
                    + " tried again at once, and streamed."),
    delete(
            "HEAD of the source; DELETE at the destination if the source has no such object and no later event is on record."),
    failed("Ends the transfer by the failure. Ends the route where the queue brings the message again."),

    beginUpload(
            "HEAD of the source; resumes the upload on record of the same version, or creates one; aborts one of another version."
                    + " The upload is on disk from here on."),
    parts("The body becomes the part numbers that are missing."),
    beginPart(
            "Names the bytes of the part: `CaravanRange`, `CaravanIfMatch`. Sets `CaravanWay` to `stream`, `copy`, or `arrived`."
                    + " Fails where the upload has failed or the run stops."),
    toUpload("Names the place of the part at the destination: `CaravanKey`, `CaravanUploadId`, `CaravanPartNumber`."),
    partUploaded(
            "Notes the part; of a fleet's upload, sets the header of `aws2-ddb:`, which records it. Its length must be the planned one."),
    copyPart("UploadPartCopy; notes the part. If the service refuses, the object is tried again, and streamed."),
    partsFailed("Keeps the failure for `completeUpload`; no further part begins."),
    completeUpload(
            "Compares the parts with the source's checksum; CompleteMultipartUpload, repeated; recognises a lost answer; asks the"
                    + " source once more. If a part failed: keeps the upload for the next run or message, or aborts it, and throws the"
                    + " failure."),

    splitObject(
            "HEAD of the source; goes on with the fleet's upload on record, or creates one, and writes its record. The body becomes"
                    + " batches of messages, one for each missing part. Sets `CaravanWay` to `fleet`, to `multipart` if one worker is to"
                    + " move the object, or to `none` if others have done it."),
    toExecution("Sets the headers of `aws2-step-functions:`, which starts the state machine that watches the upload."),
    endFailedUpload("Keeps the fleet's upload for the message that comes back, or aborts it; throws the failure."),
    beginStep(
            "Reads a message about an upload and its record; sets `CaravanStep` to `part`, `complete`, `again`, `doubted`,"
                    + " `abort`, `done`, `useless` or `foreign`."),
    completeObject(
            "ListParts; compares plan, records and checksum; CompleteMultipartUpload; HEAD of the source. Sets `CaravanMade`, or the body"
                    + " to the messages of parts that must be moved again."),
    renewObject(
            "One message only: aborts the upload and has the object copied anew; the body becomes its message, or is empty."),
    settleStep("Gives the object up, or ends a message that is done, foreign or of no use."),
    stepDone("All that the message asks for is done and on record, unless the object's record is still to come."),
    stepFailed("Ends a step by its failure; records it, and gives the object up, where the message doesn't come back."),

    lookAgain("HEAD of both sides; sets `CaravanVerdict` to `agrees`, `record`, `copy` or `delete`."),
    agreed("Commits what the second look found to be right."),
    mended("Forgets the other worker: from here on only one that comes now counts."),
    mustBeAlone("Fails the attempt if another worker came between once more."),

    toRecord("The body becomes the status record. In a fleet, sets the headers of `aws2-ddb:`, which writes it."),
    writeRecord("Of `sync`: writes the record in the body to the local file."),
    recorded(
            "The commit: counts the object and settles its message. Sets `CaravanContested` if Amazon DynamoDB answered that another"
                    + " worker may have come between. Aborts an upload that lost its record to this one."),
    unrecorded("The record couldn't be written: the object counts as failed, or its message comes back."),

    entered("Counts a message that has entered the queue in memory."),
    settleWhenDone("Counts a message that has left the queue in memory when its exchange is done."),
    received("Hides the message of Amazon SQS until it is settled, and takes its slot."),
    readMessage("The body becomes the list of objects that the message names."),
    watch("Notes what becomes of one of the message's objects. Sets `CaravanOfUpload`."),
    unreadable("The body becomes the record of a message that can't be read."),
    moveToDeadLetters("Moves the message to the dead-letter queue."),
    settle("Deletes the message, lets it come back, or moves it to the dead-letter queue."),
    toEntries("The body becomes the entries of one SendMessageBatch request."),
    checkTaken("The body becomes what the queue refused, or null; sets the property `CaravanPause` in milliseconds."),

    openDifferences("Lists and compares both buckets; the body becomes batches of differences, as they are found."),
    cancelDifferences("Stops the comparison."),
    tell("Prints what would be done with the differences in the body. A dry run calls it in the place of the queue."),
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
