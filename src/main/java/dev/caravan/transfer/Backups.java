package dev.caravan.transfer;

import dev.caravan.job.KeyLength;
import dev.caravan.job.Printable;
import dev.caravan.message.PartPlan;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.CopySource;
import dev.caravan.store.Failures;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.WritableStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies objects of the destination to a backup prefix by the service. A backup's name consists of the object's key,
 * time and ETag: equal for the same version, different for two versions.
 *
 * @param store the destination with all metadata and tags
 * @param prefix of the backups' keys; ends with a slash
 * @param policy which objects are copied in one request, and the part size
 */
public record Backups(WritableStore store, String bucket, String prefix, CopyPolicy policy) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The digits of an ETag that distinguish versions of one second. */
    private static final int DIGITS = 8;

    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** The copies that fail because others overwrite the object meanwhile. */
    private static final int LOOKS = 5;

    public boolean holds(String key) {
        return key.startsWith(prefix);
    }

    /** Returns the object at the destination; null if none. */
    ObjectInfo find(String key) {
        // Only the answer to a GET proves that there is no object.
        try (ObjectContent content = store.get(new GetRequest(key, new ByteRange(0, 1), null))) {
            return content.info();
        } catch (GoneException e) {
            return null;
        } catch (InvalidException e) {
            if (e.status() == RANGE_NOT_SATISFIABLE) {
                return store.find(key);
            }
            throw e;
        }
    }

    /**
     * Backs up the object at a key, if any.
     *
     * @throws StoreException if it can't be copied, so that it must not be overwritten or deleted; never a
     *     {@link GoneException}
     */
    void keep(String key) {
        keep(key, "");
    }

    /** Backs up the object at a key unless it has this ETag. */
    void keep(String key, String own) {
        if (holds(key)) {
            throw new InvalidException(
                    Printable.of(key) + ": this key is in the folder of the backups, which nothing else is written to",
                    "BackupPrefix");
        }
        for (int look = 1; ; look++) {
            ObjectInfo there = find(key);
            if (there == null || (!own.isEmpty() && own.equals(there.etag()))) {
                return;
            }
            try {
                copy(there);
                return;
            } catch (ChangedException | InvalidException e) {
                boolean overwritten = e instanceof ChangedException || e.code().equals("NoSuchKey");
                if (!overwritten || look == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private void copy(ObjectInfo there) {
        String name = name(there.key(), there.lastModified(), there.etag());
        if (KeyLength.isTooLong(name)) {
            throw InvalidException.keyTooLong("backup", name);
        }
        CopySource source = new CopySource(bucket, there.key(), there.etag(), false);
        if (policy.isWhole(there.size())) {
            String etag = store.copyObject(name, source);
            if (!there.etagIsMd5() || !etag.equalsIgnoreCase(there.etag())) {
                requireSize(name, there.size());
            }
        } else if (!isThere(name, there.size())) {
            copyInParts(name, there, source);
            requireSize(name, there.size());
        }
        LOG.debug("{} is kept as {}", Printable.quoted(there.key()), Printable.quoted(name));
    }

    String name(String key, Instant modified, String etag) {
        String digits = etag.substring(0, Math.min(DIGITS, etag.length()));
        return prefix + key + "." + TIME.format(modified) + (digits.isEmpty() ? "" : "-" + digits);
    }

    private boolean isThere(String name, long size) {
        ObjectInfo there = store.find(name);
        return there != null && there.size() == size;
    }

    private void requireSize(String name, long size) {
        if (!isThere(name, size)) {
            throw new TransientException(
                    "the service answered that it copied the object to " + Printable.of(name)
                            + ", but no object of that size is there",
                    0,
                    "NoBackup");
        }
    }

    /** Returns the metadata with the tags, which the answer to a GET of a range doesn't have. */
    private ObjectMetadata metadata(ObjectInfo there) {
        try {
            ObjectInfo whole = store.head(there.key(), "", true);
            if (whole.etag().equals(there.etag())) {
                return whole.metadata();
            }
        } catch (GoneException e) {
            // Others have deleted it meanwhile.
        }
        throw new ChangedException(Printable.of(there.key()) + ": the object changed before its backup");
    }

    private void copyInParts(String name, ObjectInfo there, CopySource source) {
        PartPlan plan = PartPlan.of(there.size(), policy.partSize());
        String upload = store.createUpload(name, metadata(there));
        try {
            List<UploadedPart> parts = new ArrayList<>();
            for (int number = 1; number <= plan.parts(); number++) {
                parts.add(store.copyPart(new PartRequest(name, upload, number), source, plan.range(number)));
            }
            store.completeUpload(name, upload, parts, null);
        } catch (UploadGoneException e) {
            // This concerns the backup, not the object that replaces the backed-up one.
            throw new TransientException(e.getMessage(), e.status(), e.code());
        } catch (RuntimeException e) {
            try {
                store.abortUpload(name, upload);
            } catch (StoreException left) {
                LOG.warn(
                        "the upload {} of the backup {} couldn't be aborted and is left behind: {}",
                        Printable.of(upload),
                        Printable.quoted(name),
                        Failures.line(left));
            }
            throw e;
        }
    }
}
