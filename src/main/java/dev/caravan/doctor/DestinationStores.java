package dev.caravan.doctor;

import dev.caravan.component.s3.S3Store;
import dev.caravan.job.WriteOptions;

/** Opens the destination anew. */
public interface DestinationStores {

    /** With these options for what is written there. The caller closes it. */
    S3Store open(WriteOptions options);
}
