package dev.caravan.command.run;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.component.s3.FileClient;
import dev.caravan.component.s3.S3Component;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.job.ChecksumMode;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.SlotLimits;
import dev.caravan.job.StoreType;
import dev.caravan.job.StoreUrl;
import dev.caravan.job.VerifyMode;
import dev.caravan.store.Backoff;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.VersionRequest;
import dev.caravan.store.WritableStore;
import dev.caravan.transfer.BackedUpStore;
import dev.caravan.transfer.Backups;
import dev.caravan.transfer.CopyPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job's sides as components. Their creation fetches credentials from secrets, profiles, programs and roles. */
public final class Stores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

    private final Job job;
    private final Identities identities = new Identities();
    private final CredentialsSource sourceCredentials;
    private final CredentialsSource destinationCredentials;
    private final CustomerKey sourceKey;
    private final CustomerKey destinationKey;

    /** @throws CannotStartException if a side's secret, profile, program or role gives no credentials */
    Stores(Job job) throws CannotStartException {
        this.job = job;
        try {
            sourceCredentials = identities.open(new SideIdentity(job.source(), true));
            destinationCredentials = identities.open(new SideIdentity(job.destination(), false));
            sourceKey = identities.known(job.fidelity().sourceKey(), JobOption.SOURCE_SSE_C_SECRET);
            destinationKey = identities.known(job.fidelity().destinationKey(), JobOption.DEST_SSE_C_SECRET);
        } catch (CannotStartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    ObjectStoreComponent source() {
        return SourceComponents.of(
                job.source(),
                store -> {
                    common(store);
                    store.setKeepStorageClass(job.fidelity().storageClass());
                    store.setCredentialsSource(sourceCredentials);
                    store.setRequestRate(job.requestRates().source());
                },
                s3 -> {
                    s3.setIncludeTags(job.write().includeTags());
                    s3.setKeepAcl(job.fidelity().acl());
                    s3.setKeepLock(job.fidelity().objectLock());
                    s3.setCustomerKey(sourceKey);
                    s3.setReadChecksums(
                            job.verify() == VerifyMode.FULL || job.write().checksum() == ChecksumMode.KEEP);
                });
    }

    S3Component destination() {
        S3Component component = SourceComponents.s3(job.destination(), job.write());
        S3Configuration s3 = component.getConfiguration();
        common(s3);
        s3.setIncludeTags(job.write().includeTags());
        s3.setCredentialsSource(destinationCredentials);
        s3.setRequestRate(job.requestRates().destination());
        s3.setImmutable(job.protection().immutable());
        s3.setFinalWrites(job.fidelity().allVersions() || job.fidelity().objectLock());
        s3.setCustomerKey(destinationKey);
        s3.setCopySourceKey(sourceKey);
        return component;
    }

    /** Returns the destination, backing up overwritten and deleted objects if the job asks for it. */
    ObjectStore backedUp(ObjectStore destination, Map<String, String> systemProperties) {
        String prefix = job.protection().backupPrefix();
        if (prefix.isEmpty()) {
            return destination;
        }
        S3Store store = (S3Store) destination;
        CopyPolicy policy = CopyPolicy.of(job, systemProperties);
        return new BackedUpStore(
                store, new Backups(store.withAllMetadata(), job.destination().bucket(), prefix, policy));
    }

    /**
     * Opens the bucket of a file that selects objects: like the source if it is of the same kind, else with the
     * process's credentials.
     */
    ObjectStore openForFiles(StoreUrl place) {
        return forFiles(place.type()).openStore(place.bucket());
    }

    private ObjectStoreComponent forFiles(StoreType type) {
        ObjectStoreComponent files = job.source().type() == type ? source() : new S3Component();
        if (files instanceof S3Component s3) {
            // Of such a file only the bytes are of interest.
            s3.getConfiguration().setKeepAcl(false);
            s3.getConfiguration().setCustomerKey(null);
        }
        return files;
    }

    /**
     * Returns a client for single files in Amazon S3. It reads like an S3 source, or else with the process's
     * credentials. It writes like the destination, in the standard storage class.
     */
    FileClient files() {
        S3Component report = destination();
        report.getConfiguration().setStorageClass("");
        report.getConfiguration().setCustomerKey(null);
        ObjectStoreComponent list = forFiles(StoreType.S3);
        report.getConfiguration().setImmutable(false);
        return new FileClient(list::openStore, bucket -> (WritableStore) report.openStore(bucket), Backoff.LISTING);
    }

    static ObjectStore open(ObjectStoreComponent component, String bucket) throws CannotStartException {
        try {
            return component.openStore(bucket);
        } catch (StoreException e) {
            throw cannotOpen(e);
        }
    }

    /** Translates the failure of opening a store: its configuration, or a service that doesn't give its address. */
    static CannotStartException cannotOpen(StoreException e) {
        return e.status() > 0 || e instanceof TransientException
                ? new CannotStartException(e.getMessage(), e)
                : CannotStartException.configuration(e.getMessage(), e);
    }

    /** Checks before the run that a bucket can be reached, with the retries of a listing. */
    static void check(ObjectStore store) throws CannotStartException {
        asked(store::check);
    }

    private static void asked(Runnable question) throws CannotStartException {
        answer(() -> {
            question.run();
            return question;
        });
    }

    private static <T> T answer(Supplier<T> question) throws CannotStartException {
        try {
            return Backoff.LISTING.repeat(question, e -> LOG.warn("{}: retrying", e.getMessage()));
        } catch (StoreException e) {
            throw new CannotStartException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("interrupted before the stores could be reached", e);
        }
    }

    /** Checks before the run that the stores give and take what the job keeps; makes no request otherwise. */
    void checkKept() throws CannotStartException {
        checkVersions();
        checkReadable();
        if (!job.fidelity().isToBeChecked()) {
            return;
        }
        try (S3Store store = (S3Store) destination().openStore(job.destination().bucket())) {
            if (job.fidelity().acl()) {
                asked(store.acls()::require);
                asked(store.acls()::bucketOwner);
            }
            if (job.fidelity().objectLock()) {
                asked(store.locks()::requireLock);
            }
            if (job.fidelity().destinationKey() != null && !job.dryRun()) {
                // A store that doesn't know the key would store the first objects without it. A dry run writes nothing.
                String probe = job.destination().prefix() + ".caravan-sse-c";
                String upload = answer(() -> store.createUpload(probe, ObjectMetadata.NONE));
                asked(() -> store.abortUpload(probe, upload));
            }
        }
    }

    void checkVersions() throws CannotStartException {
        if (job.fidelity().allVersions()) {
            try (S3Store store =
                    (S3Store) destination().openStore(job.destination().bucket())) {
                asked(store.locks()::requireVersions);
            }
        }
    }

    /**
     * Checks that tags and locks of the source are readable, by one object. Without the permission, the answers to GET
     * and HEAD look as if the object had none (Amazon S3, GetObject: x-amz-tagging-count, x-amz-object-lock-mode).
     */
    private void checkReadable() throws CannotStartException {
        List<String> settings = new ArrayList<>();
        if (job.fidelity().objectLock()) {
            settings.addAll(List.of("retention", "legal-hold"));
        }
        if (job.write().includeTags()) {
            settings.add("tagging");
        }
        if (settings.isEmpty() || job.source().type() != StoreType.S3) {
            return;
        }
        try (S3Store store = (S3Store) source().openStore(job.source().bucket())) {
            asked(() -> {
                ObjectVersion any = any(store);
                if (any == null) {
                    return;
                }
                try {
                    settings.forEach(setting -> store.locks().requireReadable(any.key(), any.versionId(), setting));
                } catch (DeniedException e) {
                    String advice = "; caravan doctor prints the permission that is missing";
                    throw new DeniedException(e.getMessage() + advice, e.status(), e.code());
                }
            });
        }
    }

    /** Returns an object that the job may copy, with the ID of its version if the job copies versions; null if none. */
    private ObjectVersion any(S3Store store) {
        String prefix = job.source().prefix();
        Stream<ObjectVersion> found = job.fidelity().allVersions()
                ? store.versions(VersionRequest.of(prefix)).versions().stream()
                : store.list(new ListRequest(prefix, "", "", null, 1)).objects().stream()
                        .map(object -> new ObjectVersion(object, "", false));
        return found.filter(version -> !version.deleteMarker()).findFirst().orElse(null);
    }

    private void common(ObjectStoreConfiguration store) {
        store.setIncludeMetadata(job.write().includeMetadata());
        store.setMinRate(job.minRate());
        store.setMaxConnections(SlotLimits.connectionsOf(job));
    }

    @Override
    public void close() {
        identities.close();
    }
}
