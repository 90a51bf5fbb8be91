package dev.caravan.doctor;

import dev.caravan.component.s3.S3Store;
import dev.caravan.job.WriteOptions;
import dev.caravan.store.DeniedException;
import dev.caravan.store.StoreException;
import java.util.function.Function;

/**
 * Finds the missing permission of an upload that is denied with all options of the job: the option without which it is
 * allowed. The others stay, since a bucket may require some.
 */
record MissingWriteOption(WriteOptions all, BucketGrants grants, String key) {

    void tell(Examination examination, Function<WriteOptions, S3Store> stores, DeniedException refusal) {
        Grant missing = grants.object("PutObject");
        if (!all.acl().isEmpty() && works(examination, stores, with("", all.sseType(), all.includeTags()))) {
            missing = grants.object("PutObjectAcl");
        } else if (all.includeTags() && works(examination, stores, with(all.acl(), all.sseType(), false))) {
            missing = grants.object("PutObjectTagging");
        } else if (all.sseType().startsWith("aws:kms")
                && works(examination, stores, with(all.acl(), "", all.includeTags()))) {
            missing = grants.kms("GenerateDataKey", all.kmsKeyId());
        }
        examination.lacks(missing, refusal.getMessage());
    }

    private WriteOptions with(String acl, String sseType, boolean tags) {
        return new WriteOptions(
                all.storageClass(),
                acl,
                sseType,
                sseType.isEmpty() ? "" : all.kmsKeyId(),
                all.checksum(),
                all.includeMetadata(),
                tags);
    }

    private boolean works(Examination examination, Function<WriteOptions, S3Store> stores, WriteOptions options) {
        try (S3Store store = stores.apply(options)) {
            String upload = store.createUpload(key, DestinationCheck.metadata(options));
            DestinationCheck.abort(examination, grants.object("AbortMultipartUpload"), store, upload, key);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }
}
