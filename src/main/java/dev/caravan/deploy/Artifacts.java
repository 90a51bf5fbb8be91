package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.checksum.Digests;
import dev.caravan.job.FileProblem;
import dev.caravan.job.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** The bucket from which CloudFormation reads the template and the machines fetch Caravan. */
final class Artifacts {

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    /** The distribution has about 60 MB, and lines are slow. */
    private static final Duration UPLOAD = Duration.ofHours(1);

    private final S3Client s3;
    private final String account;
    private final String region;
    private final String bucket;
    private final boolean own;

    /**
     * Sends no request yet.
     *
     * @param named the bucket that the user names; empty for one of Caravan
     */
    Artifacts(ControlPlane plane, String account, String region, String named) {
        this.s3 = plane.client(S3Client.class, () -> S3Client.builder().crossRegionAccessEnabled(true));
        this.account = account;
        this.region = region;
        this.own = named.isEmpty();
        this.bucket = own ? "caravan-" + account + "-" + region : named;
    }

    String bucket() {
        return bucket;
    }

    boolean isThere() throws ControlPlaneException, DeployException {
        try {
            ControlPlaneProblem.calling(
                    "s3:ListBucket of " + bucket,
                    () -> s3.headBucket(head -> head.bucket(bucket).expectedBucketOwner(account)));
            return true;
        } catch (ControlPlaneException e) {
            int status = e.getCause() instanceof AwsServiceException answer ? answer.statusCode() : 0;
            if (status == NOT_FOUND) {
                return false;
            }
            if (status == FORBIDDEN) {
                throw new DeployException(
                        "the bucket " + Printable.of(bucket)
                                + " belongs to another account, or s3:ListBucket is denied to"
                                + " you; name one of your own with --artifacts-bucket",
                        e);
            }
            throw e;
        }
    }

    /** Makes the bucket where it is missing. Keeps a bucket of Caravan private, encrypted and with versions. */
    void prepare() throws ControlPlaneException, DeployException {
        boolean there = isThere();
        if (!own) {
            if (!there) {
                throw new DeployException("--artifacts-bucket: there is no bucket " + Printable.of(bucket));
            }
            String other = regionOf(bucket);
            if (!other.isEmpty() && !other.equals(region)) {
                throw new DeployException("--artifacts-bucket: " + Printable.of(bucket) + " is in " + other
                        + ", and must be in the region of the stack, " + region);
            }
            return;
        }
        if (!there) {
            ControlPlaneProblem.calling(
                    "s3:CreateBucket of " + bucket,
                    () -> s3.createBucket(create -> create.bucket(bucket)
                            // Only outside of the first region it may be said.
                            .createBucketConfiguration(
                                    region.equals("us-east-1")
                                            ? null
                                            : CreateBucketConfiguration.builder()
                                                    .locationConstraint(region)
                                                    .build())));
        }
        ControlPlaneProblem.calling(
                "s3:PutBucketPublicAccessBlock of " + bucket,
                () -> s3.putPublicAccessBlock(put -> put.bucket(bucket)
                        .expectedBucketOwner(account)
                        .publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)
                                .ignorePublicAcls(true)
                                .blockPublicPolicy(true)
                                .restrictPublicBuckets(true))));
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(byDefault -> byDefault.sseAlgorithm(ServerSideEncryption.AES256))
                .build();
        ControlPlaneProblem.calling(
                "s3:PutEncryptionConfiguration of " + bucket,
                () -> s3.putBucketEncryption(put -> put.bucket(bucket)
                        .expectedBucketOwner(account)
                        .serverSideEncryptionConfiguration(encryption -> encryption.rules(rule))));
        ControlPlaneProblem.calling(
                "s3:PutBucketVersioning of " + bucket,
                () -> s3.putBucketVersioning(put -> put.bucket(bucket)
                        .expectedBucketOwner(account)
                        .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED))));
    }

    static String sha256(Path file) throws DeployException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, Digests.of("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new DeployException(Printable.of(file.toString()) + " can't be read: " + FileProblem.reason(e), e);
        }
    }

    /**
     * Uploads a file unless it is there.
     *
     * @param key made of the content
     * @return whether it was uploaded
     */
    boolean upload(String key, Path file) throws ControlPlaneException {
        try {
            s3.headObject(head -> head.bucket(bucket).key(key).expectedBucketOwner(account));
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() != NOT_FOUND && e.statusCode() != FORBIDDEN) {
                throw ControlPlaneProblem.of("s3:GetObject of " + bucket + "/" + key, e);
            }
        }
        ControlPlaneProblem.calling(
                "s3:PutObject of " + bucket + "/" + key,
                () -> s3.putObject(
                        put -> put.bucket(bucket)
                                .key(key)
                                .expectedBucketOwner(account)
                                .overrideConfiguration(call -> call.apiCallAttemptTimeout(UPLOAD)),
                        RequestBody.fromFile(file)));
        return true;
    }

    /** Returns the region of any bucket; empty where Amazon S3 doesn't tell. */
    String regionOf(String other) {
        try {
            String told = s3.headBucket(head -> head.bucket(other)).bucketRegion();
            return told == null ? "" : told;
        } catch (AwsServiceException e) {
            return e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
                    ? ""
                    : e.awsErrorDetails()
                            .sdkHttpResponse()
                            .firstMatchingHeader("x-amz-bucket-region")
                            .orElse("");
        } catch (RuntimeException e) {
            return "";
        }
    }

    /** Deletes the bucket with all versions of all objects. Returns whether there was one. */
    boolean delete() throws ControlPlaneException, DeployException {
        if (!isThere()) {
            return false;
        }
        ControlPlaneProblem.calling("s3:DeleteObjectVersion of " + bucket, () -> {
            s3.listObjectVersionsPaginator(list -> list.bucket(bucket).expectedBucketOwner(account)).stream()
                    .forEach(page -> {
                        List<ObjectIdentifier> versions = Stream.concat(
                                        page.versions().stream()
                                                .map(version -> identifier(version.key(), version.versionId())),
                                        page.deleteMarkers().stream()
                                                .map(marker -> identifier(marker.key(), marker.versionId())))
                                .toList();
                        versions.forEach(version -> s3.deleteObject(delete -> delete.bucket(bucket)
                                .key(version.key())
                                .versionId(version.versionId())
                                .expectedBucketOwner(account)));
                    });
            return s3.deleteBucket(delete -> delete.bucket(bucket).expectedBucketOwner(account));
        });
        return true;
    }

    private static ObjectIdentifier identifier(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }
}
