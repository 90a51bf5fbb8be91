package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeptMetadata;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StorageTraits;
import dev.caravan.store.StoreException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The headers for a new object's storage options and metadata. */
final class WriteHeaders {

    private static final Logger LOG = LoggerFactory.getLogger(WriteHeaders.class);

    private static final int NOT_IMPLEMENTED = 501;

    private static final String STORAGE_CLASS = "x-amz-storage-class";
    private static final String REDIRECT = "x-amz-website-redirect-location";
    private static final String FULL_CONTROL = "x-amz-grant-full-control";

    private final String store;
    private final S3Configuration configuration;
    private final Supplier<String> owner;
    private final Set<String> refusedClasses = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean refusesRedirects = new AtomicBoolean();

    /** Names the store in messages; {@code owner} returns the bucket's owner, and is called only to keep grants. */
    WriteHeaders(String store, S3Configuration configuration, Supplier<String> owner) {
        this.store = store;
        this.configuration = configuration;
        this.owner = owner;
    }

    /** Adds the configured storage options and those that the object keeps of its source. */
    void addOptions(S3Headers headers, StorageTraits traits) {
        String storageClass = configuration.getStorageClass();
        if (storageClass.isEmpty() && !refusedClasses.contains(traits.storageClass())) {
            storageClass = traits.storageClass();
        }
        headers.addIfPresent(STORAGE_CLASS, storageClass);
        headers.addIfPresent("x-amz-acl", configuration.getAcl());
        headers.addIfPresent("x-amz-server-side-encryption", configuration.getSseType());
        headers.addIfPresent("x-amz-server-side-encryption-aws-kms-key-id", configuration.getKmsKeyId());
        headers.addIfPresent("x-amz-object-lock-mode", traits.lockMode());
        headers.addIfPresent("x-amz-object-lock-retain-until-date", traits.lockedUntil());
        headers.addIfPresent("x-amz-object-lock-legal-hold", traits.legalHold());
        addGrants(headers, traits.grants());
    }

    /** Adds grants, including the bucket owner's, since explicit grants replace all others. */
    private void addGrants(S3Headers headers, Map<String, String> grants) {
        if (!grants.isEmpty()) {
            headers.add(FULL_CONTROL, "id=\"" + owner.get() + '"');
            grants.forEach((header, grantees) -> headers.append(header, " " + grantees));
        }
    }

    /**
     * Returns whether the store refused the storage class that an object keeps. The class isn't used again; the request
     * must be repeated.
     */
    boolean refusesClass(StorageTraits traits, StoreException refusal) {
        String storageClass = traits.storageClass();
        boolean refused = refusal instanceof InvalidException
                && refusal.code().equals("InvalidStorageClass")
                && configuration.getStorageClass().isEmpty()
                && !storageClass.isEmpty();
        if (refused && refusedClasses.add(storageClass)) {
            LOG.warn(
                    "{} refuses the storage class {}: copies of objects of this class get the destination's default class",
                    store,
                    Printable.of(storageClass));
        }
        return refused;
    }

    /** Returns the metadata without what the store has refused before. */
    ObjectMetadata accepted(ObjectMetadata metadata) {
        return refusesRedirects.get() ? metadata.without(REDIRECT) : metadata;
    }

    /**
     * Returns whether the store refused the storage class or the website redirect of an object. It isn't used again; the
     * request must be repeated.
     */
    boolean refuses(ObjectMetadata metadata, StoreException refusal) {
        return refusesClass(metadata.traits(), refusal) || refusesRedirect(metadata, refusal);
    }

    private boolean refusesRedirect(ObjectMetadata metadata, StoreException refusal) {
        boolean refused = refusal instanceof InvalidException
                && configuration.isIncludeMetadata()
                && !metadata.header(REDIRECT).isEmpty()
                && (refusal.status() == NOT_IMPLEMENTED || refusal.getMessage().contains(REDIRECT));
        if (refused && !refusesRedirects.getAndSet(true)) {
            LOG.warn("{} refuses {}: copies get no website redirect", store, REDIRECT);
        }
        return refused;
    }

    /** Adds the metadata that the store can keep and drops the rest. */
    void add(S3Headers headers, ObjectMetadata found) {
        addOptions(headers, found.traits());
        ObjectMetadata metadata = KeptMetadata.of(found).metadata();
        if (configuration.isIncludeMetadata()) {
            metadata.headers().forEach(headers::addText);
            for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
                headers.addText("x-amz-meta-" + entry.getKey(), entry.getValue());
            }
        }
        if (!metadata.tags().isEmpty()) {
            headers.add("x-amz-tagging", KeyEncoding.parameters(metadata.tags()));
        }
    }
}
