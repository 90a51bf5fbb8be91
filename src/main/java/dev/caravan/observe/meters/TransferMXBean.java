package dev.caravan.observe.meters;

import java.util.Map;

/** What {@code dev.caravan:type=Transfer} shows: numbers and text, nothing that could be set or called. */
public interface TransferMXBean {

    @Described("What is copied where")
    String getJob();

    @Described("sync, finder or worker")
    String getRole();

    @Described("Messages that can be worked on at a time; 0 for a finder")
    int getSlots();

    @Described("Messages that are being worked on")
    int getSlotsInUse();

    @Described("Objects, parts and the like on their way")
    int getObjectsInFlight();

    @Described("Objects a second whose fate was recorded, of the last seconds")
    double getObjectsPerSecond();

    @Described("Bytes a second that left for the destination, of the last seconds")
    double getBytesPerSecond();

    @Described("Objects listed at the source")
    long getObjectsListed();

    @Described("Objects found to be copied")
    long getObjectsFound();

    @Described("Objects copied; of a finder, sent to the queue")
    long getObjectsCopied();

    @Described("Size of the objects copied, in bytes")
    long getBytesCopied();

    @Described("Bytes that left for the destination, retried ones too")
    long getBytesMoved();

    @Described("Objects deleted at the destination")
    long getObjectsDeleted();

    @Described("Objects that needed nothing any more")
    long getObjectsNeedless();

    @Described("Objects that the routes left out on purpose")
    long getObjectsSkipped();

    @Described("Objects that failed for good")
    long getObjectsFailed();

    @Described("Objects that failed for good, by the class of their failure")
    Map<String, Long> getFailuresByClass();

    @Described("Attempts beyond the first of objects that were copied")
    long getRetries();

    @Described("Milliseconds between two requests to the source that its throttling enforces; 0 while it doesn't")
    double getSourceBackOffMillis();

    @Described("Milliseconds between two requests to the destination that its throttling enforces; 0 while it doesn't")
    double getDestinationBackOffMillis();

    @Described("The key of the object that has been on its way for the longest time, escaped; empty where none is")
    String getOldestKey();

    @Described("For how many seconds it has been on its way")
    double getOldestSeconds();

    @Described("For how many seconds nothing of it has moved")
    double getOldestStillSeconds();
}
