package dev.caravan.transfer;

import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.util.List;

/** The findings and results of one attempt at an object. The next attempt begins without them. */
final class Attempt {

    ObjectInfo source;
    String destinationEtag = "";
    String uploadId = "";
    PartsInFlight parts;
    long copiedPartSize;
    boolean changesParts;
    boolean unverified;
    List<String> leftOut = List.of();
    ObjectMetadata sent = ObjectMetadata.NONE;
    Outcome outcome = Outcome.DONE;
}
