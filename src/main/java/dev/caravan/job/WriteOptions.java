package dev.caravan.job;

/**
 * The options of writes to the destination.
 *
 * @param storageClass for example {@code STANDARD_IA}; empty for the bucket's default
 * @param acl canned ACL, for example {@code bucket-owner-full-control}; empty for none
 * @param sseType {@code AES256} or {@code aws:kms}; empty for the bucket's default
 * @param kmsKeyId the KMS key's ID or ARN; empty for the account's default key
 * @param checksum of content whose ETag is no MD5
 * @param includeMetadata whether metadata is copied
 * @param includeTags whether object tags are copied, which costs two requests for each tagged object
 */
public record WriteOptions(
        String storageClass,
        String acl,
        String sseType,
        String kmsKeyId,
        ChecksumMode checksum,
        boolean includeMetadata,
        boolean includeTags) {}
