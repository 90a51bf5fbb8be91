package dev.caravan.job;

/**
 * How objects are stored at the destination.
 *
 * @param storageClass for example {@code STANDARD_IA}; empty for the bucket's default
 * @param acl a canned ACL, for example {@code bucket-owner-full-control}; empty for none
 * @param sseType {@code AES256} or {@code aws:kms}; empty for the bucket's default
 * @param kmsKeyId the KMS key's ID or ARN; empty for the account's default key
 * @param checksum how bytes are verified where the source's ETag is no MD5
 * @param includeMetadata whether metadata is copied beside the bytes
 * @param includeTags whether object tags are copied too, which costs a request per tagged object
 */
public record WriteOptions(
        String storageClass,
        String acl,
        String sseType,
        String kmsKeyId,
        ChecksumMode checksum,
        boolean includeMetadata,
        boolean includeTags) {}
