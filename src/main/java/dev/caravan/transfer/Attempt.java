package dev.caravan.transfer;

import dev.caravan.store.ObjectInfo;
import java.util.List;

/** What one attempt at an object has found and made. The next attempt begins with none of it. */
final class Attempt {

    ObjectInfo source;
    String destinationEtag = "";
    String uploadId = "";
    PartsInFlight parts;
    long copiedPartSize;
    boolean changesParts;
    boolean unverified;
    List<String> leftOut = List.of();
    Outcome outcome = Outcome.DONE;
}
