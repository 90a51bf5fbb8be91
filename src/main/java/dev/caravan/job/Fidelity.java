package dev.caravan.job;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The properties that copies keep, besides bytes, metadata and tags.
 *
 * @param storageClass whether to keep the storage class
 * @param acl whether to keep grants
 * @param objectLock whether to keep Object Lock retention and legal hold
 * @param sourceKey customer key of the source's objects; null for none
 * @param destinationKey customer key of the copies; null for none
 * @param allVersions whether to copy all versions and delete markers instead of the current versions
 */
public record Fidelity(
        boolean storageClass,
        boolean acl,
        boolean objectLock,
        CustomerKey sourceKey,
        CustomerKey destinationKey,
        boolean allVersions) {

    /** The option value that keeps the source's setting. */
    static final String KEEP = "keep";

    /** Returns whether copies keep anything that the service doesn't copy by default. */
    public boolean keepsTraits() {
        return storageClass || acl || objectLock;
    }

    /** Returns whether the destination needs a feature that some stores lack. */
    public boolean isToBeChecked() {
        return acl || objectLock || destinationKey != null;
    }

    static Fidelity read(OptionReader options, Side source, Side destination) {
        Fidelity kept = new Fidelity(
                isKept(options, JobOption.DEST_STORAGE_CLASS),
                isKept(options, JobOption.DEST_ACL),
                isKept(options, JobOption.OBJECT_LOCK),
                key(
                        options,
                        source,
                        JobOption.SOURCE_SSE_C_KEY,
                        JobOption.SOURCE_SSE_C_KEY_FILE,
                        JobOption.SOURCE_SSE_C_SECRET),
                key(
                        options,
                        destination,
                        JobOption.DEST_SSE_C_KEY,
                        JobOption.DEST_SSE_C_KEY_FILE,
                        JobOption.DEST_SSE_C_SECRET),
                options.text(JobOption.VERSIONS).equals("all"));
        if (kept.destinationKey != null && !options.text(JobOption.DEST_SSE).equals("none")) {
            options.wrong(JobOption.DEST_SSE, "is set, and so is a customer's key (SSE-C); set only one of the two");
        }
        if (source != null && source.type() != StoreType.S3) {
            String title = source.type().title();
            if (kept.acl) {
                options.wrong(JobOption.DEST_ACL, "keep is valid with s3:// only: ACLs of " + title + " aren't read");
            }
            if (kept.objectLock) {
                options.wrong(
                        JobOption.OBJECT_LOCK, "keep is valid with s3:// only: " + title + " has no Object Lock of S3");
            }
            if (kept.storageClass
                    && source.type() == StoreType.KODO
                    && source.reach().protocol() == Protocol.NATIVE) {
                options.wrong(
                        JobOption.DEST_STORAGE_CLASS,
                        "keep can't be used with " + title
                                + ", which doesn't send the class with the bytes; --source-protocol s3 does");
            }
        }
        return kept;
    }

    private static CustomerKey key(OptionReader options, Side side, JobOption text, JobOption file, JobOption secret) {
        Path path = options.path(file);
        List<JobOption> set = Stream.of(text, file, secret)
                .filter(option ->
                        option == file ? path != null : !options.text(option).isBlank())
                .toList();
        if (set.isEmpty()) {
            return null;
        }
        JobOption option = set.get(0);
        if (set.size() > 1) {
            options.oneOf(set.get(1), option);
        }
        if (side != null && side.type() != StoreType.S3) {
            options.wrong(
                    option, "is valid with s3:// only, not with " + side.type().title());
        } else if (side != null && Endpoint.isOpen(side.endpoint())) {
            options.wrong(option, "a key is sent by https only; " + side.endpoint() + " is http");
        }
        try {
            if (option == secret) {
                return CustomerKey.inSecret(options.text(secret));
            }
            return option == text ? CustomerKey.parse(options.text(text)) : CustomerKey.read(path);
        } catch (IllegalArgumentException e) {
            options.wrong(option, e.getMessage());
            return null;
        }
    }

    private static boolean isKept(OptionReader options, JobOption option) {
        return options.text(option).equalsIgnoreCase(KEEP);
    }

    /** Returns an option's value; empty if it keeps the source's. */
    static String unlessKept(String value) {
        return value.equalsIgnoreCase(KEEP) ? "" : value;
    }
}
