package dev.caravan.doctor;

import dev.caravan.component.s3.S3Store;
import dev.caravan.job.Job;
import dev.caravan.job.WriteOptions;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PutRequest;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.StorageTraits;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests the job's requests at a destination under its own key, without lasting effect.
 *
 * @param roles the job's processes
 * @param key unused key below the destination's prefix
 */
public record DestinationCheck(Job job, Set<Role> roles, BucketGrants grants, String key) {

    private static final int FORMS = 3;

    /**
     * Makes all requests.
     *
     * @param stores opens the destination
     * @param write whether to put and delete an object
     */
    public void run(Examination examination, Function<WriteOptions, S3Store> stores, boolean write) {
        try (S3Store store = stores.apply(job.write())) {
            new Clock(InstantSource.system()).compare(examination, store);
            boolean listed = examination.askFirst(grants.list(), store::check);
            if (job.fidelity().allVersions()) {
                examination.ask(grants.bucket("GetBucketVersioning"), store.locks()::requireVersions);
                SourceCheck.version(
                        examination, grants, store, job.destination().prefix());
            }
            if (!roles.contains(Role.SYNC) && !roles.contains(Role.WORKER)) {
                return;
            }
            boolean reads = roles.contains(Role.WORKER)
                    || job.protection().immutable()
                    || !job.protection().backupPrefix().isEmpty();
            if (reads && listed) {
                examination.ask(grants.get(), () -> store.head(key));
            } else if (reads) {
                examination.note(
                        grants.get().action(),
                        "not probed: without the right to list, the store doesn't say whether an object is missing");
            }
            upload(examination, store, stores);
            protect(examination, store);
            boolean deletable = true;
            if (job.delete() || write || job.fidelity().allVersions()) {
                deletable = delete(examination, store);
            }
            if (write && deletable) {
                put(examination, store);
            }
        }
    }

    private void upload(Examination examination, S3Store store, Function<WriteOptions, S3Store> stores) {
        Grant abort = grants.object("AbortMultipartUpload");
        // One that isn't there: if even that is forbidden, one that is would stay.
        if (!mayAbort(examination, abort, store)) {
            examination.note("s3:PutObject", "not probed: an upload could be begun, but not aborted");
            return;
        }
        String upload;
        try {
            upload = store.createUpload(key, metadata(job.write()));
        } catch (DeniedException e) {
            if (e.ofCaller()) {
                examination.denied(grants.object("PutObject"), e);
            } else {
                new MissingWriteOption(job.write(), grants, key).tell(examination, stores, e);
            }
            return;
        } catch (TransientException e) {
            examination.wrong(
                    "s3:PutObject", e.getMessage() + "; an upload may have begun: look for one with this key");
            return;
        } catch (StoreException e) {
            examination.failed("s3:PutObject", e);
            return;
        }
        examination.ok("s3:PutObject", options());
        if (roles.contains(Role.WORKER)) {
            examination.ask(grants.object("ListMultipartUploadParts"), () -> store.listParts(key, upload));
        }
        abort(examination, abort, store, upload, key);
        traits(examination, store);
        if (job.write().sseType().startsWith("aws:kms")) {
            examination.note(
                    "kms:Decrypt",
                    "not probed: Amazon S3 asks for it when it puts parts together; "
                            + grants.kms("Decrypt", job.write().kmsKeyId()).line());
        }
    }

    /** Tests what copies keep of their sources, each with its own upload, so that a refusal shows what is missing. */
    private void traits(Examination examination, S3Store store) {
        if (job.fidelity().acl()) {
            examination.ask(grants.bucket("GetBucketOwnershipControls"), store.acls()::require);
            StorageTraits shared = StorageTraits.NONE.with(
                    Map.of("x-amz-grant-read", "uri=\"http://acs.amazonaws.com/groups/global/AuthenticatedUsers\""));
            if (examination.ask(grants.bucket("GetBucketAcl"), store.acls()::bucketOwner)) {
                examination.ask(grants.object("PutObjectAcl"), () -> begin(store, shared));
            }
        }
        if (job.fidelity().objectLock()) {
            examination.ask(grants.bucket("GetBucketObjectLockConfiguration"), store.locks()::requireLock);
            String tomorrow = Instant.now()
                    .plus(Duration.ofDays(1))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            examination.ask(
                    grants.object("PutObjectRetention"),
                    () -> begin(store, new StorageTraits("", "GOVERNANCE", tomorrow, "")));
            examination.ask(
                    grants.object("PutObjectLegalHold"), () -> begin(store, new StorageTraits("", "", "", "ON")));
        }
    }

    private void begin(S3Store store, StorageTraits traits) {
        store.abortUpload(key, store.createUpload(key, ObjectMetadata.NONE.with(traits)));
    }

    /** Tests the backup prefix with an upload that is aborted at once. */
    private void protect(Examination examination, S3Store store) {
        String folder = job.protection().backupPrefix();
        if (!folder.isEmpty()) {
            String backup = folder + key.substring(job.destination().prefix().length());
            examination.ask(
                    grants.below(folder, "PutObject"),
                    () -> store.abortUpload(backup, store.createUpload(backup, ObjectMetadata.NONE)));
            examination.note(
                    "s3:GetObjectTagging",
                    "not probed: a backup of an object with tags needs it, and s3:PutObjectTagging");
        }
        if (job.protection().immutable() && !job.destination().endpoint().isEmpty()) {
            examination.note(
                    "If-None-Match",
                    "not probed: until the store has refused a write for this condition, each key is read before its write");
        }
    }

    private boolean mayAbort(Examination examination, Grant grant, S3Store store) {
        if (examination.isHopeless()) {
            return false;
        }
        try {
            store.abortUpload(key, "2~caravan-doctor");
            return true;
        } catch (InvalidException e) {
            // Not the form of this store's IDs: the real one shows it.
            return true;
        } catch (StoreException e) {
            examination.failed(grant, e);
            return false;
        }
    }

    static void abort(Examination examination, Grant grant, S3Store store, String upload, String key) {
        String said = "";
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                store.abortUpload(key, upload);
                examination.ok(grant.action(), "");
                return;
            } catch (StoreException e) {
                said = e.getMessage();
            }
        }
        examination.lacks(grant, said + "; this upload is left behind; abort it:  " + upload);
    }

    static ObjectMetadata metadata(WriteOptions options) {
        return options.includeTags()
                ? new ObjectMetadata(Map.of(), Map.of(), Map.of("caravan", "doctor"))
                : ObjectMetadata.NONE;
    }

    private String options() {
        WriteOptions write = job.write();
        String with = Stream.of(
                        write.storageClass().isEmpty() ? "" : "storage class " + write.storageClass(),
                        write.acl().isEmpty() ? "" : "ACL " + write.acl(),
                        write.sseType().isEmpty() ? "" : "encryption " + write.sseType(),
                        write.includeTags() ? "tags" : "")
                .filter(option -> !option.isEmpty())
                .collect(Collectors.joining(", "));
        return with.isEmpty() ? "" : "with " + with;
    }

    /** Deletes the object on the condition that it exists, so that a versioned bucket gets no delete marker. */
    private boolean delete(Examination examination, S3Store store) {
        if (examination.isHopeless()) {
            return false;
        }
        Grant grant = grants.object("DeleteObject");
        try {
            store.deleteIfThere(key);
        } catch (ChangedException e) {
            // There is none, as it should be.
        } catch (StoreException e) {
            if (e instanceof InvalidException && e.status() == 501) {
                examination.note(grant.action(), "not probed: the store doesn't support conditional deletes");
            } else {
                examination.failed(grant, e);
            }
            return false;
        }
        examination.ok(grant.action(), "");
        return true;
    }

    /** Deletes the object of a failed put, whose answer may have been lost. */
    private void deleteWhatMayBeThere(S3Store store) {
        try {
            store.deleteIfThere(key);
        } catch (StoreException e) {
            // It isn't there, or the store is away, which was reported.
        }
    }

    private void put(Examination examination, S3Store store) {
        byte[] bytes = {'?'};
        PutRequest request = new PutRequest(key, metadata(job.write()), null);
        boolean put = examination.ask(grants.object("PutObject"), () -> {
            // As a job does: refusals show which form of content the store takes.
            for (int form = 1; ; form++) {
                try (ObjectContent content =
                        new ObjectContent(new ByteArrayInputStream(bytes), bytes.length, null, () -> {})) {
                    store.put(request, content);
                    return;
                } catch (SendAgainException e) {
                    if (form == FORMS) {
                        throw e;
                    }
                }
            }
        });
        if (!put) {
            deleteWhatMayBeThere(store);
            return;
        }
        try {
            store.delete(key);
            examination.ok("put and delete", "an object was put and deleted again");
        } catch (StoreException e) {
            examination.wrong("put and delete", e.getMessage() + "; this object is left behind: " + key);
        }
    }
}
