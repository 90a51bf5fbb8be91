package dev.caravan.flow;

/** The operations of the component {@code transfer}: the steps of the protocols that routes call and don't change. */
public enum TransferOperation {
    begin("Reads the message in the body and begins its transfer. Removes all headers that begin with `Caravan`."),
    beginAttempt(
            "Begins an attempt from the message alone; asks the source with HEAD where the last attempt was overtaken."
                    + " Sets `CaravanKind`, `CaravanKey`, `CaravanIfMatch` and `CaravanSize`."),
    describe("Sets the headers that `direct:before-copy` reads."),
    decide("Reads the headers that `direct:before-copy` has set: skip, rename, metadata."),
    skipped("Ends the transfer as SKIPPED, with the reason in `CaravanSkip`."),
    mayBeCopied("Sets `CaravanCopy` to `whole` or `parts` where the destination's service copies the object itself."),
    meter("Counts the bytes of the body as they pass, and keeps to `--bandwidth`."),
    verifyObject(
            "Compares the bytes of the body, as they pass, with the checksum that the source keeps of the object."),
    toDestination("Sets `CaravanKey` to the key at the destination, and the metadata of the write."),
    written(
            "Notes the ETag of the PUT; asks the source once more with HEAD where a later run could compare by time only."),
    mustBeUnchanged(
            "Asks the source with HEAD, and fails the attempt if the object was overwritten while it was copied."),
    claim("Before a delete: records the event, and sets `CaravanStale` if a later event is on record."),
    kept("Ends a delete as CANCEL: the source has the object."),
    deleted("Ends a delete as DELETED."),
    failed("Ends the transfer by the failure; sets `CaravanFinal` to `false` where the message comes back."),

    beginUpload(
            "HEAD of the source; resumes the upload on record of the same version, or creates one; aborts one of another version."),
    parts("The body becomes the part numbers that are missing. The upload is on disk from here on."),
    beginPart(
            "Names the bytes of the part in the body: `CaravanRange`, `CaravanIfMatch`. Fails where the upload has failed or the run stops."),
    verifyPart("Sums the bytes of the part as they pass."),
    toUpload("Names the place of the part at the destination: `CaravanKey`, `CaravanUploadId`, `CaravanPartNumber`."),
    copyPart("UploadPartCopy; a refusal ends the copy by the service."),
    partUploaded("Notes the part. Its length must be the planned one."),
    completeUpload(
            "Compares the parts with the source's checksum; CompleteMultipartUpload, repeated; recognises a lost answer."),
    endFailedUpload("Keeps the upload for the next run or message, or aborts it; throws the failure."),
    abortUpload("AbortMultipartUpload; a failure is logged and goes no further."),
    abortLeftUpload("Aborts the upload in `CaravanLeftUpload`, which lost its record; nothing without that header."),

    copyObject(
            "CopyObject; HEAD of both sides where the ETag doesn't prove that all is well; a refusal ends the copy by the service."),
    mustBeWhole("HEAD of a copy in parts: it must have the source's size."),
    streamInstead("After a refused copy: the attempt goes on as if there were no copies."),

    lookAgain("HEAD of both sides; sets `CaravanVerdict` to `agrees`, `record`, `copy` or `delete`."),
    agreed("Commits what the second look found to be right."),
    mended("Forgets the other worker: from here on only one that comes now counts."),
    mustBeAlone("Fails the attempt if another worker came between once more."),

    beginSplit(
            "HEAD of the source; goes on with the fleet's upload on record, or creates one. Sets `CaravanKind` to `large` or `made`"
                    + " where the fleet has nothing to split."),
    recordSplit("Writes the upload's record; sets `CaravanContested` if a newer record stands."),
    partMessages("The body becomes batches of messages, one for each missing part."),
    toExecution("Sets the headers of `aws2-step-functions:`, which starts the state machine that watches the upload."),
    notSent("The queue didn't take all: the message comes back."),
    beginStep("Reads a message about an upload and its record; sets `CaravanUpload` to the next step."),
    settleStep("Gives the object up, or ends a message that is done, foreign or of no use."),
    lookForPart("Looks the part up; sets `CaravanArrived` where it has arrived before."),
    beginGiantPart("Names the bytes of the message's part. Fails where the worker stops."),
    partDone("Records the part with its sum."),
    collectParts(
            "ListParts; compares plan, records and checksum. Sets `CaravanMissing`, and the body to messages, where parts must be"
                    + " moved again."),
    makeObject("CompleteMultipartUpload; HEAD of the source. Sets `CaravanMade`."),
    renewObject(
            "One message only: aborts the upload and has the object copied anew; the body becomes its message, or is empty."),
    stepFailed("Ends a step by its failure; records it, and gives the object up, where the message doesn't come back."),
    stepDone("All that the message asks for is done and on record."),

    toRecord("The body becomes the status record."),
    writeRecord("Writes the record in the body: to the local file, or to Amazon DynamoDB by one conditional write."),
    recorded("The commit: counts the object and settles its message."),
    unrecorded("The record couldn't be written: the object counts as failed, or its message comes back."),

    entered("Counts a message that has entered the queue in memory."),
    settleWhenDone("Counts a message that has left the queue in memory when its exchange is done."),
    received("Hides the message of Amazon SQS until it is settled, and takes its slot."),
    readMessage("The body becomes the list of objects that the message names."),
    watch("Notes what becomes of one of the message's objects."),
    unreadable("The body becomes the record of a message that can't be read."),
    layAside("Moves the message to the dead-letter queue."),
    settle("Deletes the message, lets it come back, or moves it to the dead-letter queue."),
    toEntries("The body becomes the entries of one SendMessageBatch request."),
    checkTaken("The body becomes what the queue refused, or null; sets the property `CaravanPause` in milliseconds."),

    openDifferences("Lists and compares both buckets; the body becomes batches of differences, as they are found."),
    cancelDifferences("Stops the comparison."),
    tell("Prints what would be done with the difference in the body."),
    compareOnSchedule("Runs one comparison by the finder's lease.");

    private final String text;

    TransferOperation(String text) {
        this.text = text;
    }

    /** Returns what the operation does, in plain text with Markdown code. */
    public String text() {
        return text;
    }
}
